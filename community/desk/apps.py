from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "community.desk"
    label = "desk"
    verbose_name = "Desk"

    def ready(self) -> None:
        from community.backstage import additions, today
        from community.desk import guest_page, guests, saved_menu, tables_out, waiting, word_import_page
        from community.letterbox import stops
        from community.members import communities
        from community.rules import record

        record.make_public("import words", "wordimport", "import_words", record.ORDER)
        record.make_public("undo import", "wordimport", "undo_import", record.ORDER)
        record.make_public("save table", "community", "save_table", record.PEOPLE)
        for addition in (saved_menu.ADDITION, word_import_page.ADDITION, guest_page.ADDITION, *tables_out.ADDITIONS):
            additions.register(addition)
        today.register(waiting.figures)
        communities.when_invited(guests.came)
        stops.when_stopped(guests.forget)
