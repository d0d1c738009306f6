from django.db import migrations, models


def let_words_do(apps, schema_editor):
    """A resident's own words are enough for a report: somebody looks first anyway."""
    apps.get_model("cases", "Channel").objects.filter(code="resident").update(needs_evidence=False)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_narrowed_lists")]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="needs_evidence",
            field=models.BooleanField(default=True, help_text="a report shows a photo or names a reading"),
        ),
        migrations.RunPython(let_words_do, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="laterlook",
            name="why",
            field=models.CharField(
                choices=[("grave", "重大或督察"), ("drawn", "抽取"), ("told", "群众反映未改好")], max_length=8
            ),
        ),
    ]
