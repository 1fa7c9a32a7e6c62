"""Real servers for tests and for `./run services`: started, stopped and removed by what started them."""
