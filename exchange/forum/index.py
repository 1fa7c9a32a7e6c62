"""What of this room can be found, and by whom."""


class Source:
    kinds: tuple[str, ...] = ()

    def ids_for(self, entry):
        return ()

    def documents(self, ids=None):
        return iter(())

    def visible(self, ids, person):
        return set()


source = Source()
