"""The demo network: invented people at real local authorities, brought about by the actions that everybody uses."""
