/** Connections of this thread, so that a sleep or a change of the network can drop their sockets at once. */
interface Droppable {
  /** Ends the sockets that are open; the next request opens new ones. */
  drop(): void;
}

const live = new Set<Droppable>();

export const connectionOpened = (connection: Droppable): void => void live.add(connection);
export const connectionClosed = (connection: Droppable): void => void live.delete(connection);

/** After a resume a kept-alive socket leads nowhere, and its request would wait out its whole time. */
export const dropConnections = (): void => {
  for (const connection of live) connection.drop();
};
