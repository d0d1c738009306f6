from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "lantian.calendar"
    label = "calendar"
