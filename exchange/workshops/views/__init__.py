"""The pages of this room: the calendar, a workshop, registering, organising, the list of registrations."""
