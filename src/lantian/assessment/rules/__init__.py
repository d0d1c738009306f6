"""Pure rules of assessment: how its numbers are addressed and written, and when alarms are one episode."""
