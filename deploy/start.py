"""`./run start`: prepares, then serves, in one process where that saves importing everything twice."""

import os
import sys

from deploy import prepare, serve

if __name__ == "__main__":
    if prepare.main():
        # What loading the demo network left in memory is not carried through the server's life.
        os.execv(sys.executable, [sys.executable, "-m", "deploy.serve"])
    from django.db import connections

    connections.close_all()
    serve.main()
