import type { Finding } from '#contract/finding';
import { fail, ok } from '#contract/result';
import type { Handlers } from '#core/core';
import { createListing, type Listing } from '#core/objects/listing';
import { objectDetail } from '#core/objects/object-detail';
import { objectUnknown } from '#core/objects/object-unknown';
import type { Services } from '#core/services';
import type { Opened, OpenSnapshots } from './open-snapshots.ts';

type ObjectCalls = 'objects.kinds' | 'objects.list' | 'objects.get' | 'objects.related';

const findingsOf = (opened: Opened): readonly Finding[] => opened.rows.map(row => row.finding);

/** A snapshot's list of objects is made once, for as long as the snapshot stays open. */
const keptListings = ({ ports }: Services): ((opened: Opened) => Promise<Listing>) => {
  const kept = new WeakMap<Opened, Promise<Listing>>();
  return opened => {
    const known = kept.get(opened) ?? createListing(opened.snapshot, findingsOf(opened), ports.pause);
    kept.set(opened, known);
    // What failed once may work at the next call.
    known.catch(() => kept.delete(opened));
    return known;
  };
};

export const objectHandlers = (services: Services, open: OpenSnapshots): Pick<Handlers, ObjectCalls> => {
  const listingOf = keptListings(services);
  return {
    'objects.kinds': async ({ snapshot, text }) => {
      const opened = await open.get(snapshot);
      return opened.ok ? ok((await listingOf(opened.value)).kinds(text)) : opened;
    },
    'objects.list': async query => {
      const opened = await open.get(query.snapshot);
      return opened.ok ? ok((await listingOf(opened.value)).list(query)) : opened;
    },
    'objects.get': async ({ snapshot, key }) => {
      const opened = await open.get(snapshot);
      if (!opened.ok) return opened;
      const object = opened.value.snapshot.object(key);
      return object === undefined
        ? fail(objectUnknown(key))
        : ok(objectDetail(opened.value.snapshot, findingsOf(opened.value), key, object));
    },
    'objects.related': async ({ snapshot, key }, { signal }) => services.engine.relations(snapshot, key, signal),
  };
};
