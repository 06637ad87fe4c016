/** Whether an update holds what the document lacks: the room sends an author's own work back too. */
import * as Y from 'yjs'

export function bringsNews({ store }: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update)
  return (
    structs.some(
      struct =>
        !(struct instanceof Y.Skip) &&
        struct.id.clock + struct.length > Y.getState(store, struct.id.client),
    ) ||
    [...ds.clients].some(([client, ranges]) =>
      ranges.some(({ clock, len }) => !isGone(store, client, clock, clock + len)),
    )
  )
}

/** All of a client's items from `clock` to `end` are deleted here already. */
function isGone(store: Y.Doc['store'], client: number, clock: number, end: number): boolean {
  if (Y.getState(store, client) < end) return false
  let at = clock
  while (at < end) {
    const item = Y.getItem(store, Y.createID(client, at))
    if (!item.deleted) return false
    at = item.id.clock + item.length
  }
  return true
}
