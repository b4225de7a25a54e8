import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { AttackChange } from '#contract/attack';
import { useCall } from '#renderer/app/client/query.ts';
import { routes } from '#renderer/app/routes.ts';
import { toggleInTray, trayOf, useTray } from '#renderer/app/tray.ts';
import { toast } from '#renderer/ui/Toast.tsx';
import { changeObject } from '../words.ts';

const kinds: Readonly<Record<string, string>> = {
  roles: 'Role',
  clusterroles: 'ClusterRole',
  rolebindings: 'RoleBinding',
  clusterrolebindings: 'ClusterRoleBinding',
  namespaces: 'Namespace',
};

/** Kind, namespace and name out of a key `group/resource/namespace/name`; a kind that we cannot name is left open. */
const partsOf = (key: string): { readonly kind: string | undefined; readonly namespace: string; readonly name: string } => {
  const [, resource = '', namespace = '', ...name] = key.split('/');
  return { kind: kinds[resource], namespace: namespace === '_cluster' ? '' : namespace, name: name.join('/') };
};

/** Adds the patch of a change to the tray, which holds patches of findings: the finding about this object that has one. */
export const TrayLink = ({
  snapshot,
  change,
}: {
  readonly snapshot: string;
  readonly change: AttackChange;
}): ReactElement | null => {
  const key = changeObject(change);
  const { kind, namespace, name } = partsOf(key ?? '');
  const found = useCall(
    'findings.list',
    {
      snapshot,
      filter: { name: [name], namespace: [namespace], fixable: ['yes'], ...(kind === undefined ? {} : { kind: [kind] }) },
      group: 'none',
      limit: 5,
    },
    { enabled: key !== null },
  );
  const tray = useTray(state => trayOf(state, snapshot));
  if (key === null || found.data === undefined) return null;
  const row = found.data.lines.flatMap(line => (line.type === 'finding' ? [line.row] : []))[0];
  if (row === undefined)
    return (
      <span className="muted tray-none">
        No finding has its patch: <Link href={routes.object(snapshot, key)}>open the object</Link> to copy its YAML.
      </span>
    );
  const isIn = tray.includes(row.id);
  return (
    <button
      type="button"
      className="link"
      aria-pressed={isIn}
      onClick={() => {
        toggleInTray(snapshot, row.id);
        toast(isIn ? 'Taken out of the tray' : 'Added to the tray', row.message);
      }}
    >
      {isIn ? 'Take patch out of tray' : 'Add patch to tray'}
    </button>
  );
};
