import type { ReactElement } from 'react';
import type { EdgeCatalogue } from '#contract/attack';
import type { Permission } from '#contract/rbac';
import { Section } from '#renderer/ui/Section.tsx';
import { SeverityGlyph } from '#renderer/ui/Severity.tsx';
import { SidePanel } from '#renderer/ui/SidePanel.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { edgeTitle } from '../words.ts';
import { Grants } from './Grants.tsx';

interface Props {
  readonly snapshot: string;
  readonly permission: Permission;
  readonly catalogue: EdgeCatalogue | undefined;
}

/** One line of rights: which rules grant it, and what an attacker makes of it. */
export const PermissionPanel = ({ snapshot, permission, catalogue }: Props): ReactElement => (
  <SidePanel label="Permission">
    <div className="panel-head">
      <h2>
        {visible(permission.verbs.join(', '), 300)} on {visible([...permission.resources, ...permission.urls].join(', '), 600)}
      </h2>
    </div>
    <div className="panel-scroll">
      <Section id="permission-by" title="Granted by" note={plural(permission.by.length, 'rule')}>
        <Grants snapshot={snapshot} grants={permission.by} />
      </Section>
      <Section id="permission-edges" title="What an attacker gets by it">
        {permission.edges.length === 0 ? <p className="muted">No known way up comes with it.</p> : null}
        <ul className="access-edges">
          {permission.edges.map(id => {
            const text = catalogue?.edges.find(edge => edge.id === id);
            return (
              <li key={id}>
                {text === undefined ? null : <SeverityGlyph severity={text.severity} size={12} />}
                <div>
                  <p className="strong">{edgeTitle(catalogue, id)}</p>
                  {text === undefined ? null : <p className="muted">{visible(text.gives, 500)}</p>}
                </div>
              </li>
            );
          })}
        </ul>
      </Section>
    </div>
  </SidePanel>
);
