/** What a dropped file is, told by its name and first bytes. */
export type DroppedKind = 'kubeconfig' | 'evidence';

const headBytes = 64 * 1024;

const looksLikeKubeconfig = (head: string): boolean =>
  /^kind:\s*["']?Config["']?\s*$/mu.test(head) || /"kind"\s*:\s*"Config"/u.test(head);

/** A kubeconfig is added as a source; all else is for the library, which says what it cannot read. */
export const kindOf = async (file: File): Promise<DroppedKind> => {
  if (/\.(?:gz|tgz)$/iu.test(file.name)) return 'evidence';
  const head = await file.slice(0, headBytes).text();
  return looksLikeKubeconfig(head) ? 'kubeconfig' : 'evidence';
};
