import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { cellsOf, filesBelow, type Surface } from './forms.ts';

/** All that the library's files below a folder hold, inflated. */
export async function storedTexts(home: string): Promise<readonly Surface[]> {
  const files = (await filesBelow(home)).filter(
    ({ bytes }) => Buffer.from(bytes).subarray(0, 15).toString() === 'SQLite format 3',
  );
  return (
    files
      // A file that was half-written when it was listed has its own name by now; its bytes were read all the same.
      .filter(({ name }) => name.startsWith('library') && existsSync(`${home}/${name}`))
      .flatMap(({ name }) => {
        const database = new DatabaseSync(`${home}/${name}`, { readOnly: true });
        const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
        const texts = tables.flatMap(table => database.prepare(`SELECT * FROM ${table.name}`).all().flatMap(cellsOf));
        database.close();
        return texts.map(bytes => ({ name: `${name}, inflated`, bytes }));
      })
  );
}
