#!/bin/sh
# Writes the whole database into one file, and what members uploaded into one beside it, while the site runs:
# backup.sh FOLDER [DAYS]
# Files of ours that are older than DAYS (default 14) are removed, the new ones never. Reads DATABASE_URL, and FILES_DIR
# where there are uploads. With compose: docker compose exec --no-TTY postgres pg_dump ... does the same; see docs/runbook.md.
set -eu
umask 077

folder=${1:?name the folder of the backups}
days=${2:-14}
: "${DATABASE_URL:?say which database}"

mkdir -p "$folder"
name="$folder/oxbow-$(date -u +%Y%m%dT%H%M%SZ)"
trap 'rm -f "$name.dump.part" "$name.files.tar.part"' EXIT INT TERM

pg_dump --format=custom --no-owner --no-privileges --file="$name.dump.part" "$DATABASE_URL"
pg_restore --list "$name.dump.part" > /dev/null  # a file that cannot be read back is no backup
# After the database: what came in between is only more. Uploads that are still under way are no files yet.
if [ -n "${FILES_DIR:-}" ] && [ -d "$FILES_DIR" ]; then
    written=0
    tar --create --file="$name.files.tar.part" --directory="$FILES_DIR" . || written=$?
    [ "$written" -le 1 ]  # 1: a file changed or went while it was read
    tar --list --file="$name.files.tar.part" > /dev/null
    mv "$name.files.tar.part" "$name.files.tar"
fi
mv "$name.dump.part" "$name.dump"
find "$folder" -maxdepth 1 \( -name 'oxbow-*.dump' -o -name 'oxbow-*.files.tar' \) -mtime "+$days" ! -path "$name.*" -delete
echo "$name.dump"
