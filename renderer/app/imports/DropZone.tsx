import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { AppClient } from '#renderer/app/client/app-client.ts';
import { useClient } from '#renderer/app/client/context.tsx';
import { upload } from '#renderer/app/client/upload.ts';
import { routes } from '#renderer/app/routes.ts';
import { toast } from '#renderer/ui/Toast.tsx';
import { kindOf } from './dropped.ts';
import { importFiles } from './imports.ts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

const addKubeconfig = async (client: AppClient, file: File): Promise<boolean> => {
  const handle = await upload(client, file, file.name);
  const added = handle.ok ? await client.call('contexts.add', { upload: handle.value }) : handle;
  if (added.ok) toast('Added the kubeconfig', file.name);
  else toast(added.error.what, added.error.todo, 'alert');
  return added.ok;
};

/** Files may be dropped on any page; a page that takes them itself prevents the default, and is left alone. */
export const DropZone = (): ReactElement | null => {
  const client = useClient();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const take = async (files: readonly File[]): Promise<void> => {
      const kinds = await Promise.all(files.map(kindOf));
      const evidence = files.filter((_, index) => kinds[index] === 'evidence');
      for (const file of files.filter((_, index) => kinds[index] === 'kubeconfig'))
        if (await addKubeconfig(client, file)) void queries.invalidateQueries({ queryKey: ['contexts.list'] });
      if (evidence.length === 0) {
        navigate(routes.clusters);
        return;
      }
      navigate(routes.snapshots);
      await importFiles(client, evidence);
      void queries.invalidateQueries({ queryKey: ['snapshots.list'] });
    };
    const onOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      setOver(!event.defaultPrevented);
      event.preventDefault();
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void take(files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [client, queries, navigate]);
  return over ? (
    <div className="drop-zone" role="status">
      <p>Drop an evidence bundle, a kubectl dump or a kubeconfig</p>
    </div>
  ) : null;
};
