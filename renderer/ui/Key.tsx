import type { ReactElement } from 'react';

export const Key = ({ name }: { readonly name: string }): ReactElement => (
  <kbd className="ui-key" aria-hidden="true">
    {name}
  </kbd>
);
