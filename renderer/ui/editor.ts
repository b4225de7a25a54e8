import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { yaml } from '@codemirror/lang-yaml';
import { EditorState, type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** One line of a read-only text: `number` is its place in the whole, which folds and fillers have none of. */
export interface PaneLine {
  readonly text: string;
  readonly number: number | null;
  readonly kind: 'plain' | 'hit' | 'added' | 'removed' | 'fold' | 'filler';
}

class Label extends GutterMarker {
  readonly text: string;
  readonly kind: PaneLine['kind'];
  constructor(text: string, kind: PaneLine['kind']) {
    super();
    this.text = text;
    this.kind = kind;
    this.elementClass = `pane-gutter-${kind}`;
  }
  override elementClass: string;
  override eq(other: Label): boolean {
    return other.text === this.text && other.kind === this.kind;
  }
  override toDOM(): Node {
    return document.createTextNode(this.text);
  }
}

const signs: Readonly<Partial<Record<PaneLine['kind'], string>>> = { added: '+', removed: '-' };

const lineAt = (view: EditorView, lines: readonly PaneLine[], from: number): PaneLine | undefined =>
  lines[view.state.doc.lineAt(from).number - 1];

const column = (lines: readonly PaneLine[], className: string, text: (line: PaneLine) => string): Extension =>
  gutter({
    class: className,
    lineMarker: (view, block) => {
      const line = lineAt(view, lines, block.from);
      return line === undefined ? null : new Label(text(line), line.kind);
    },
    initialSpacer: () => new Label('8'.repeat(String(Math.max(1, ...lines.map(line => line.number ?? 0))).length), 'plain'),
  });

const backgrounds = (lines: readonly PaneLine[]): Extension =>
  EditorView.decorations.of((view): DecorationSet => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const { from, to } of view.visibleRanges) {
      for (let at = from; at <= to;) {
        const line = view.state.doc.lineAt(at);
        const kind = lines[line.number - 1]?.kind ?? 'plain';
        if (kind !== 'plain') builder.add(line.from, line.from, Decoration.line({ class: `pane-line-${kind}` }));
        at = line.to + 1;
      }
    }
    return builder.finish();
  });

/** How every pane of text looks. */
export const paneTheme = EditorView.theme({
  '&': { fontSize: '12px', color: 'var(--text)', backgroundColor: 'transparent', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '19px', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '0', caretColor: 'transparent' },
  '.cm-line': { padding: '0 10px 0 12px' },
  '.cm-gutters': { border: '0', backgroundColor: 'var(--content)', color: 'var(--faint)' },
  '.cm-gutterElement': { padding: '0 0 0 10px', textAlign: 'right', boxSizing: 'border-box' },
  '.pane-signs .cm-gutterElement': { padding: '0 2px 0 8px', textAlign: 'center', minWidth: '20px' },
});

export const paneColours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
  { tag: tags.comment, color: 'var(--faint)' },
]);

export interface PaneOptions {
  readonly parent: HTMLElement;
  readonly lines: readonly PaneLine[];
  readonly label: string;
  readonly nonce: string;
  readonly signs: boolean;
}

/** A read-only CodeMirror over the lines, with the numbers that they have in the whole. */
export const openPane = ({ parent, lines, label, nonce, signs: withSigns }: PaneOptions): EditorView =>
  new EditorView({
    parent,
    state: EditorState.create({
      doc: lines.map(line => line.text).join('\n'),
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
        paneTheme,
        yaml(),
        syntaxHighlighting(paneColours),
        column(lines, 'pane-numbers', line => (line.number === null ? '' : String(line.number))),
        ...(withSigns ? [column(lines, 'pane-signs', line => signs[line.kind] ?? '')] : []),
        backgrounds(lines),
      ],
    }),
  });
