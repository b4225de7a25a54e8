/** An image reference with Docker's defaults filled in. */
export interface ImageReference {
  readonly registry: string;
  /** Without the registry: `library/nginx`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const digestForm = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
const tagForm = /^\w[\w.-]{0,127}$/;
const partForm = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

const isRegistry = (part: string): boolean =>
  part.includes('.') || part.includes(':') || part === 'localhost' || part.toLowerCase() !== part;

/** Undefined where the text is no image reference (a redacted value, a template, an empty string). */
export const parseImage = (text: string): ImageReference | undefined => {
  const [named = '', digest, ...extra] = text.split('@');
  if (extra.length > 0 || (digest !== undefined && !digestForm.test(digest))) return undefined;
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !tagForm.test(tag)) return undefined;
  const parts = (hasTag ? named.slice(0, colon) : named).split('/');
  const explicit = parts.length > 1 && isRegistry(parts[0] ?? '') ? parts.shift() : undefined;
  if (parts.length === 0 || !parts.every(part => partForm.test(part))) return undefined;
  // index.docker.io is Docker Hub under its old name.
  const registry = explicit === undefined || explicit === 'index.docker.io' ? 'docker.io' : explicit;
  const repository = registry === 'docker.io' && parts.length === 1 ? `library/${parts[0]}` : parts.join('/');
  return { registry, repository, tag, digest };
};

/** Whether an allowed registry or prefix (`registry.example.com`, `docker.io/library`) covers the image, on whole path parts. */
export const isFromRegistry = (image: ImageReference, allowed: string): boolean => {
  const prefix = allowed.replace(/\/+$/, '');
  const full = `${image.registry}/${image.repository}`;
  return full === prefix || full.startsWith(`${prefix}/`);
};

/** No digest, and no tag or one without a digit: that is no version (`latest`, `main`, `alpine`, `bookworm`), so it moves. */
export const isMoving = (image: ImageReference): boolean =>
  image.digest === undefined && (image.tag === undefined || !/\d/.test(image.tag));
