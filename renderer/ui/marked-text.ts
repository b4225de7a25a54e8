import { syntaxHighlighting } from '@codemirror/language';
import { yaml } from '@codemirror/lang-yaml';
import { EditorState, type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view';
import { paneColours, paneTheme } from './editor.ts';

/** Lines that belong together under one id: from 1, both ends included. */
export interface LineMark {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

interface Marks {
  readonly byLine: ReadonlyMap<number, readonly string[]>;
  readonly picked: LineMark | undefined;
}

const none: Marks = { byLine: new Map(), picked: undefined };

const setMarks = StateEffect.define<Marks>();

const marksField = StateField.define<Marks>({
  create: () => none,
  update: (value, transaction) => transaction.effects.find(effect => effect.is(setMarks))?.value ?? value,
});

export const marksOf = (marks: readonly LineMark[], picked: string | null): Marks => {
  const byLine = new Map<number, string[]>();
  for (const { id, from, to } of marks)
    for (let line = from; line <= to; line += 1) {
      const ids = byLine.get(line);
      if (ids === undefined) byLine.set(line, [id]);
      else ids.push(id);
    }
  return { byLine, picked: marks.find(({ id }) => id === picked) };
};

type Look = 'plain' | 'hit' | 'picked';

const lookOf = ({ byLine, picked }: Marks, line: number): Look => {
  if (picked !== undefined && line >= picked.from && line <= picked.to) return 'picked';
  return byLine.has(line) ? 'hit' : 'plain';
};

class LineNumber extends GutterMarker {
  readonly line: number;
  readonly look: Look;
  override elementClass: string;
  constructor(line: number, look: Look) {
    super();
    this.line = line;
    this.look = look;
    this.elementClass = `pane-gutter-${look}`;
  }
  override eq(other: LineNumber): boolean {
    return other.line === this.line && other.look === this.look;
  }
  override toDOM(): Node {
    return document.createTextNode(String(this.line));
  }
}

const numbers = (lines: number): Extension =>
  gutter({
    class: 'pane-numbers',
    lineMarker: (view, block) => {
      const { number } = view.state.doc.lineAt(block.from);
      return new LineNumber(number, lookOf(view.state.field(marksField), number));
    },
    lineMarkerChange: update => update.startState.field(marksField) !== update.state.field(marksField),
    initialSpacer: () => new LineNumber(lines, 'plain'),
  });

const backgrounds = EditorView.decorations.of((view): DecorationSet => {
  const marks = view.state.field(marksField);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const look = lookOf(marks, line.number);
      if (look !== 'plain') builder.add(line.from, line.from, Decoration.line({ class: `pane-line-${look}` }));
      at = line.to + 1;
    }
  }
  return builder.finish();
});

/** What is chosen by a line where several marks lie on it: the next one after the one that is picked. */
export const nextOn = (ids: readonly string[] | undefined, picked: string | undefined): string | undefined => {
  if (ids === undefined || ids.length === 0) return undefined;
  return ids[(ids.indexOf(picked ?? '') + 1) % ids.length];
};

const clicks = (onPick: (id: string) => void): Extension =>
  EditorView.domEventHandlers({
    click: (event, view) => {
      // Who marks text with the pointer wants the text.
      if (document.getSelection()?.isCollapsed === false) return false;
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (at === null) return false;
      const marks = view.state.field(marksField);
      const id = nextOn(marks.byLine.get(view.state.doc.lineAt(at).number), marks.picked?.id);
      if (id !== undefined) onPick(id);
      return id !== undefined;
    },
  });

export interface MarkedTextOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly nonce: string;
  readonly onPick: (id: string) => void;
}

export interface MarkedView {
  /** Tints the lines, and brings those of the picked one into view. */
  readonly mark: (marks: readonly LineMark[], picked: string | null) => void;
  readonly reveal: (line: number) => void;
  readonly close: () => void;
}

/** A read-only text whose marked lines can be chosen. */
export const openMarkedText = ({ parent, text, label, nonce, onPick }: MarkedTextOptions): MarkedView => {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
        paneTheme,
        yaml(),
        syntaxHighlighting(paneColours),
        marksField,
        numbers(text.split('\n').length),
        backgrounds,
        clicks(onPick),
      ],
    }),
  });
  let measured = false;
  /** A line that is in view stays where it is; the first time nobody knows yet what is. */
  const reveal = (line: number): void => {
    const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)).from;
    const { top, bottom } = view.lineBlockAt(at);
    const { scrollTop, clientHeight } = view.scrollDOM;
    if (!measured || top < scrollTop || bottom > scrollTop + clientHeight)
      view.dispatch({ effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    measured = true;
  };
  return {
    mark: (marks, picked) => {
      const next = marksOf(marks, picked);
      view.dispatch({ effects: setMarks.of(next) });
      if (next.picked !== undefined) reveal(next.picked.from);
    },
    reveal,
    close: () => view.destroy(),
  };
};
