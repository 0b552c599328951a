"""Events as people meet them: in lists, in their calendars, by registering, in their mail."""
