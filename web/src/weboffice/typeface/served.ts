/** Fonts are fetched when a letter that has one is drawn first: most documents have none. */
import { type Served, servedFor } from './faces'

const SHEETS: Readonly<Record<Served, () => Promise<unknown>>> = {
  gothic: () =>
    Promise.all([
      import('@fontsource/nanum-gothic/400.css'),
      import('@fontsource/nanum-gothic/700.css'),
    ]),
  myeongjo: () =>
    Promise.all([
      import('@fontsource/nanum-myeongjo/400.css'),
      import('@fontsource/nanum-myeongjo/700.css'),
    ]),
}
const wanted = new Set<Served>()

export function want(name: string): void {
  const served = servedFor(name)
  if (!served || wanted.has(served)) return
  wanted.add(served)
  // Without it letters have the machine's own; the next one that is drawn asks again.
  SHEETS[served]().catch(() => wanted.delete(served))
}
