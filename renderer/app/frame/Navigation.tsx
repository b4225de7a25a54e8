import type { ReactElement } from 'react';
import { Link } from 'wouter';
import type { Entry } from './entries.tsx';

const groups = ['', 'Work', 'Data', 'App'] as const;

const NavigationEntry = ({ entry }: { readonly entry: Entry }): ReactElement => {
  const content = (
    <>
      <span>{entry.label}</span>
      {entry.count === null ? null : <span className="nav-count">{entry.count}</span>}
    </>
  );
  return entry.href === null ? (
    <span className="nav-entry is-off" aria-disabled="true" title="Nothing is open yet">
      {content}
    </span>
  ) : (
    <Link
      href={entry.href}
      className={`nav-entry ${entry.current ? 'is-current' : ''}`}
      aria-current={entry.current ? 'page' : undefined}
    >
      {content}
    </Link>
  );
};

export const Navigation = ({ entries }: { readonly entries: readonly Entry[] }): ReactElement => (
  <nav className="nav" aria-label="Pages">
    {groups.map(group => (
      <div key={group} className="nav-group">
        {group === '' ? null : <p className="nav-title">{group}</p>}
        {entries
          .filter(entry => entry.group === group)
          .map(entry => (
            <NavigationEntry key={entry.id} entry={entry} />
          ))}
      </div>
    ))}
  </nav>
);
