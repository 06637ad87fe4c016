/** What a suggestion changes of how letters and lines look, in words. */
import { useWords } from '@/kernel/i18n'
import { words as officeWords } from '../words'
import type { Look } from './looks'
import { words } from './words'

const UNITS: Readonly<Record<string, string>> = { size: 'pt', tracking: '%', leading: '%' }
const INKS = ['red', 'orange', 'green', 'blue', 'purple', 'gray'] as const
const SIDES = ['left', 'center', 'right'] as const

export function Looks({ looks }: { readonly looks: readonly Look[] }) {
  const t = useWords(words)
  const office = useWords(officeWords)
  function valued(what: Look['what'], value: string | null): string {
    const ink = INKS.find(one => what === 'ink' && one === value)
    const side = SIDES.find(one => what === 'align' && one === value)
    if (value === null) return t(what === 'align' ? 'looks.justified' : 'looks.usual')
    if (ink) return office(`ink.${ink}`)
    if (side) return t(`looks.${side}`)
    return `${value}${UNITS[what] ?? ''}`
  }
  const said = looks.map(look => {
    const what = t(`looks.${look.what}`)
    if ('isOn' in look) return look.isOn ? what : t('looks.off', { what })
    const [before, after] = [valued(look.what, look.before), valued(look.what, look.after)]
    return t('looks.change', { what, before, after })
  })
  return <>{said.join(', ')}</>
}
