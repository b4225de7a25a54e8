/** A name of at most `most` characters: cut in its middle, where names of one kind are most alike. */
export const cutMiddle = (text: string, most: number): string => {
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const tail = Math.min(12, Math.floor((most - 1) / 2));
  return `${characters.slice(0, most - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
};

const cutEnd = (text: string, most: number): string => {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
};

/** Words in at most so many lines of at most so many characters; what is too long ends in an ellipsis. */
export const wrapped = (text: string, width: number, lines: number): readonly string[] => {
  const made: string[] = [];
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const last = made.at(-1);
    if (last !== undefined && Array.from(`${last} ${word}`).length <= width) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  const kept = made.slice(0, lines).map(line => cutEnd(line, width));
  const last = kept.at(-1);
  if (made.length > lines && last !== undefined) kept[kept.length - 1] = cutEnd(`${last} …`, width);
  return kept;
};
