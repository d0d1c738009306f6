from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_narrowed_lists")]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="needs_evidence",
            field=models.BooleanField(default=True, help_text="a report shows a photo or names a reading"),
        ),
        migrations.AlterField(
            model_name="laterlook",
            name="why",
            field=models.CharField(
                choices=[("grave", "重大或督察"), ("drawn", "抽取"), ("told", "群众反映未改好")], max_length=8
            ),
        ),
    ]
