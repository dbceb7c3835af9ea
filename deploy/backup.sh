#!/bin/sh
# Writes the whole database into one file, while the site runs: backup.sh FOLDER [DAYS]
# Files of ours that are older than DAYS (default 14) are removed, the new one never. Reads DATABASE_URL.
# With compose: docker compose exec --no-TTY postgres pg_dump ... does the same; see docs/runbook.md.
set -eu
umask 077

folder=${1:?name the folder of the backups}
days=${2:-14}
: "${DATABASE_URL:?say which database}"

mkdir -p "$folder"
name="$folder/oxbow-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$name.part"' EXIT INT TERM

pg_dump --format=custom --no-owner --no-privileges --file="$name.part" "$DATABASE_URL"
pg_restore --list "$name.part" > /dev/null  # a file that cannot be read back is no backup
mv "$name.part" "$name"
find "$folder" -maxdepth 1 -name 'oxbow-*.dump' -mtime "+$days" ! -path "$name" -delete
echo "$name"
