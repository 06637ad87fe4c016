/** Names that this desktop was refused: told of once, listed as long as it is looked at. */
import { useQuery } from '@tanstack/react-query'
import { CircleSlash, DoorOpen } from 'lucide-react'
import { lazy } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { watch } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { session } from '@/kernel/session'
import type { Part } from '../chrome/part'
import { words } from './names.words'
import { key, list } from './refused-names'

const ID = 'names'
const SECONDS = 20

export const names: Part = {
  id: ID,
  order: 39,
  useFace({ desktop }) {
    const t = useWords(words)
    const { data } = useQuery({
      queryKey: key(desktop),
      queryFn: () => list(desktop),
      enabled: false,
    })
    return data?.length ? { icon: CircleSlash, label: t('title'), count: data.length } : null
  },
  start({ desktop, notices, panel }) {
    const current = session.get()
    const who = current && current !== 'unknown' ? current.person.id : ''
    let isTold = false
    let known: ReadonlySet<string> | null = null
    /** Whether something is there that was not when it was looked last. */
    async function look(): Promise<boolean> {
      const queryKey = key(desktop)
      const queryFn = () => list(desktop)
      const found = await queries.fetchQuery({ queryKey, queryFn, staleTime: 0 })
      const before = known
      known = new Set(found.map(({ name, port }) => `${name}:${port}`))
      return before !== null && [...known].some(one => !before.has(one))
    }
    function tell() {
      if (isTold) return
      isTold = true
      const t = say(words)
      notices.show({
        id: ID,
        icon: CircleSlash,
        text: t('told'),
        note: t('toldNote'),
        seconds: SECONDS,
        action: {
          label: t('look'),
          run() {
            notices.dismiss(ID)
            panel.set(ID)
          },
        },
      })
    }
    // Who cannot be told now sees it in the panel, or is told with the next one. A page that opens
    // after a refusal has its button and says nothing: its person was told.
    const later = () => undefined
    void look().catch(later)
    const leaves = [
      watch(`desktop:${desktop}`, {
        hint: event => event === 'name.refused' && void look().then(tell).catch(later),
        doubt: () =>
          void look()
            .then(isNew => isNew && tell())
            .catch(later),
      }),
      watch(`person:${who}`, {
        hint: (event, { name }) => {
          if (event !== 'name.let' && event !== 'name.declined') return
          const t = say(words)
          const answer = event === 'name.let' ? 'let' : 'declined'
          notices.show({
            id: ID,
            icon: answer === 'let' ? DoorOpen : CircleSlash,
            text: t(answer, { name: String(name) }),
            note: t(`${answer}Note`),
          })
          void queries.invalidateQueries({ queryKey: key(desktop) })
        },
        doubt: () => undefined,
      }),
    ]
    return () => {
      for (const leave of leaves) leave()
    }
  },
  Panel: lazy(async () => ({ default: (await import('./names-panel')).NamesPanel })),
}
