import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '#renderer/ui/States.tsx';
import { usePageState, useTitle } from './page-state.ts';
import { routes } from './routes.ts';

/** For an address that no page has: one of another version, or one that was typed. */
export const NotFoundPage = (): ReactElement => {
  usePageState('ready');
  useTitle('No such page');
  return (
    <div className="page-column">
      <h1 className="sr-only">No such page</h1>
      <EmptyState
        title="There is no page at this address"
        action={
          <Link href={routes.start} className="ui-button ui-button-primary">
            Start page
          </Link>
        }
      >
        The address may be of another version of Plumbline.
      </EmptyState>
    </div>
  );
};
