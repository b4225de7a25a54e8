import { runsComponent } from './control-plane-flags.ts';
import { redactArgv } from './argv.ts';
import { redactAnnotations } from './annotations.ts';
import { redactEventText } from './event-text.ts';
import { isCredentialName, isRandomWord, mayHoldCredentials } from './credentials.ts';
import { literalText, redactEnv, redactHeader, redactNamed, redactStrings } from './literals.ts';
import { isMark } from './marks.ts';
import { renameKey } from './rename-key.ts';
import type { Draft, Recording } from './recording.ts';
import { isDraft, maxScanned, redactCredentialsIn, takeOut } from './recording.ts';
import { namesCredential } from './secret-names.ts';

/** Deeper than any API object; what lies below is taken out, so that the walk ends on hostile input. */
const maxDepth = 100;

/**
 * Redacts an object in place by what its fields are called, wherever they stand: `env`, `command`, `args`, `annotations`
 * mean the same in a Pod, a template, a ControllerRevision and a custom resource.
 */
export const redactTree = (recording: Recording, root: Draft): void => walkObject(recording, root, false);

/** What a field's name says, all in one look-up: a walk asks it of every field. */
interface KeySays {
  /** The name itself is a credential. */
  readonly credential: boolean;
  /** Its value is a credential. */
  readonly names: boolean;
  readonly selector: boolean;
  readonly handler: ChildHandler | undefined;
}

const keySays = (key: string): KeySays => {
  const known = said.get(key);
  if (known !== undefined) return known;
  const says: KeySays = {
    credential: isCredentialName(key),
    names: namesCredential(key),
    selector: selectors.has(key),
    handler: children.get(key),
  };
  // Names come from a cluster: the memory of them is bounded.
  if (said.size < 20_000 && key.length <= 128) said.set(key, says);
  return says;
};

const said = new Map<string, KeySays>();

/** `trusted`: below labels and selectors, where names of keys say nothing about values. */
const walkObject = (recording: Recording, object: Draft, trusted: boolean): void => {
  for (const key of Object.keys(object)) {
    const value = object[key];
    const says = keySays(key);
    if (typeof value === 'string') {
      if (value.length > 0) walkString(recording, object, key, value, trusted, says);
    } else if (typeof value === 'object' && value !== null) walkChild(recording, object, key, value, trusted, says);
    else if (
      typeof value === 'number' &&
      recording.named &&
      !trusted &&
      (says.names || (key === 'value' && isNamedValue(object)))
    )
      object[key] = redactNamed(recording, key, String(value), key);
    if (says.credential) renameKey(recording, object, key);
  }
};

const walkString = (recording: Recording, object: Draft, key: string, value: string, trusted: boolean, says: KeySays): void => {
  if (key === 'caBundle') {
    if (!isMark(value) && value !== 'Cg==') object[key] = takeOut(recording, value, 'ca-bundle', key);
    return;
  }
  if (recording.named && !trusted) {
    if (says.names) {
      object[key] = redactNamed(recording, key, value, key);
      return;
    }
    if (key === 'value' && isNamedValue(object)) {
      object[key] = redactNamed(recording, String(object['name']), value, key);
      return;
    }
    if (key === 'command' || key === 'args') {
      if (!isMark(value)) object[key] = takeOut(recording, value, 'argument', key);
      return;
    }
  }
  const redacted = redactText(recording, value, key, trusted);
  if (redacted !== value) object[key] = redacted;
};

const redactText = (recording: Recording, text: string, at: string | number, trusted: boolean): string => {
  if (trusted && isRandomWord(text)) return takeOut(recording, text, 'random-word', at);
  return text.length <= maxScanned && !mayHoldCredentials(text, recording.named)
    ? text
    : redactCredentialsIn(recording, text, at);
};

/** `{name: db.password, value: …}`: parameters of charts and the like. */
const isNamedValue = (object: Draft): boolean => {
  const name = object['name'];
  return typeof name === 'string' && namesCredential(name);
};

const selectors: ReadonlySet<string> = new Set([
  'labels',
  'matchLabels',
  'selector',
  'nodeSelector',
  'podSelector',
  'namespaceSelector',
  'objectSelector',
]);

type ChildHandler = (recording: Recording, child: Draft | unknown[], owner: Draft) => void;

const walkAny = (recording: Recording, child: Draft | unknown[], trusted: boolean): void =>
  Array.isArray(child) ? walkList(recording, child, trusted) : walkObject(recording, child, trusted);

const eachItem =
  (redactItem: (recording: Recording, item: Draft) => void): ChildHandler =>
  (recording, child) => {
    if (Array.isArray(child)) {
      for (let at = 0; at < child.length; at += 1) {
        const item: unknown = child[at];
        if (!isDraft(item)) continue;
        recording.path.push(at);
        redactItem(recording, item);
        recording.path.pop();
      }
    }
    walkAny(recording, child, false);
  };

const argv: (startsWithExecutable: boolean) => ChildHandler = startsWithExecutable => (recording, child, owner) => {
  if (!Array.isArray(child)) return walkAny(recording, child, false);
  redactArgv(recording, child, { startsWithExecutable, component: runsComponent(owner['command'], owner['image']) });
};

/** Fields that are more than their parts. */
const children: ReadonlyMap<string, ChildHandler> = new Map<string, ChildHandler>([
  ['env', eachItem(redactEnv)],
  ['httpHeaders', eachItem(redactHeader)],
  ['command', argv(true)],
  ['args', argv(false)],
  ['staticPodURLHeader', (recording, child) => redactStrings(recording, child, 'http-header')],
  ['terminated', (recording, child) => redactState(recording, child, message => takeOut(recording, message, 'log', 'message'))],
  [
    'waiting',
    (recording, child, owner) =>
      redactState(recording, child, message =>
        redactEventText(recording, message, typeof owner['name'] === 'string' ? [owner['name']] : [], 'message'),
      ),
  ],
]);

/** A container's state: what it printed at its end is a log. */
const redactState = (recording: Recording, child: Draft | unknown[], redact: (message: string) => string): void => {
  if (isDraft(child) && typeof child['message'] === 'string' && child['message'] !== '' && !isMark(child['message']))
    child['message'] = redact(child['message']);
  walkAny(recording, child, false);
};

/** Strings are annotations; what else stands there is of a schema or of chart values. */
const walkAnnotations = (recording: Recording, annotations: Draft): void => {
  redactAnnotations(recording, annotations);
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    if (typeof value === 'object' && value !== null) walkChild(recording, annotations, key, value, false, keySays(key));
  }
};

const walkChild = (recording: Recording, object: Draft, key: string, value: object, trusted: boolean, says: KeySays): void => {
  const child = value as Draft | unknown[];
  if (recording.path.length >= maxDepth) {
    object[key] = takeOut(recording, '', 'too-deep', key);
    return;
  }
  recording.path.push(key);
  const byName = recording.named && !trusted;
  if (key === 'annotations' && isDraft(child)) walkAnnotations(recording, child);
  else if (byName && says.handler !== undefined) says.handler(recording, child, object);
  else if (byName && !says.selector && says.names) walkNamed(recording, key, child);
  else walkAny(recording, child, trusted || says.selector);
  recording.path.pop();
};

/** `tokens: [a, b]`, `password: {value: a}`: plain values right under a name that says credential. */
const walkNamed = (recording: Recording, name: string, child: Draft | unknown[]): void => {
  if (Array.isArray(child)) {
    for (let at = 0; at < child.length; at += 1) {
      const text = literalText(child[at]);
      if (text !== undefined) child[at] = redactNamed(recording, name, text, at);
    }
  } else {
    for (const key of ['value', 'literal', 'plain', 'plainText', 'inline', 'stringData']) {
      const text = literalText(child[key]);
      if (text !== undefined) child[key] = redactNamed(recording, name, text, key);
    }
  }
  walkAny(recording, child, false);
};

const walkList = (recording: Recording, list: unknown[], trusted: boolean): void => {
  for (let at = 0; at < list.length; at += 1) {
    const item = list[at];
    if (typeof item === 'string') {
      const redacted = redactText(recording, item, at, trusted);
      if (redacted !== item) list[at] = redacted;
    } else if (typeof item === 'object' && item !== null) {
      if (recording.path.length >= maxDepth) {
        list[at] = takeOut(recording, '', 'too-deep', at);
        continue;
      }
      recording.path.push(at);
      walkAny(recording, item as Draft | unknown[], trusted);
      recording.path.pop();
    }
  }
};
