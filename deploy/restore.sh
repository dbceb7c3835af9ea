#!/bin/sh
# Brings a backup back into an empty database, and its files into an empty folder: restore.sh FILE
# Reads DATABASE_URL, and FILES_DIR where files were saved. Stop web, ws, worker and beat first; run `manage.py migrate`
# afterwards. All of the database or nothing; the files come first, so that no message is without its own.
set -eu

file=${1:?name the file to restore}
files="${file%.dump}.files.tar"
: "${DATABASE_URL:?say which database}"

tables=$(psql --no-psqlrc --tuples-only --no-align --dbname="$DATABASE_URL" \
    --command="SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
if [ "$tables" != 0 ]; then
    echo "The database is not empty: it has $tables tables. Restore into a new one." >&2
    exit 1
fi
if [ -f "$files" ]; then
    : "${FILES_DIR:?say where the files belong}"
    mkdir -p "$FILES_DIR"
    if [ -n "$(ls -A "$FILES_DIR")" ]; then
        echo "The folder $FILES_DIR is not empty. Restore into a new one." >&2
        exit 1
    fi
    tar --extract --file="$files" --directory="$FILES_DIR"
fi
pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$DATABASE_URL" "$file"
echo "Restored. Start the site."
