/** What a volume is filled with, the same way in a pod and on the machine itself. */
export interface Dataset {
  name: 'one file' | 'small files';
  bytes: number;
  files: number;
}

/** Of small files; more than a hundred files in one directory are rare. */
const DIRECTORIES = 200;

/** Random, so that nothing on the way can make it smaller. */
const FILL = `if [ ! -e "$DATA/filled" ]; then
  if [ "$FILES" = 1 ]; then
    head -c "$BYTES" /dev/urandom > "$DATA/one"
  else
    size=$((BYTES / FILES))
    for directory in $(seq ${DIRECTORIES}); do
      mkdir "$DATA/$directory"
      head -c $((size * FILES / ${DIRECTORIES})) /dev/urandom | split -a 3 -b "$size" - "$DATA/$directory/"
    done
  fi
  sync -f "$DATA"
  touch "$DATA/filled"
fi`;

/** A shell script that fills a directory once, and the environment it reads. */
export function fillScript(
  { bytes, files }: Dataset,
  directory: string,
): { script: string; environment: Record<string, string> } {
  const environment = { DATA: directory, BYTES: String(bytes), FILES: String(files) };
  return { script: FILL, environment };
}

/** The file that is there when all others are. */
export const FILLED = 'filled';
