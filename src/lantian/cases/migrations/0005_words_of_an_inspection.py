from django.db import migrations


def let_words_do(apps, schema_editor):
    """What a superior inspection wrote is enough for a case: its own paper shows it."""
    channels = apps.get_model("cases", "Channel").objects.filter(code="superior_inspection")
    channels.update(needs_evidence=False)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_answerability")]

    operations = [migrations.RunPython(let_words_do, migrations.RunPython.noop)]
