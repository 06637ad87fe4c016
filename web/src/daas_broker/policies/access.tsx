/** When and from where desktops may be used. */
import { CalendarPlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { say, useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { TextField } from '@/kit/field'
import { clock, hoursText, minutes, type Span } from '../pools/days'
import { Week } from '../pools/week'
import { words } from './access.words'
import s from './page.module.css'
import type { Policy } from './state'

type Access = Policy['access']
type Row = Span & { readonly id: number }
const END_OF_DAY = 24 * 60
const OFFICE: Span = { days: [0, 1, 2, 3, 4], begins: '08:00', ends: '20:00' }

interface Props {
  readonly access: Access
  readonly onChange: (access: Access) => void
}

export function AccessFields({ access, onChange }: Props) {
  const t = useWords(words)
  const [rows, setRows] = useState<readonly Row[]>(() => rowsOf(access))
  const [places, setPlaces] = useState(access.networks.join(', '))
  function keep(next: readonly Row[]) {
    setRows(next)
    onChange({ ...access, hours: next.map(hoursOf) })
  }
  return (
    <>
      {rows.length === 0 && <p className={s.quiet}>{t('always')}</p>}
      {rows.map(row => (
        <Week
          key={row.id}
          span={row}
          onChange={part => keep(rows.map(one => (one === row ? { ...row, ...part } : one)))}
        >
          <IconButton
            icon={Trash2}
            label={t('remove')}
            onPress={() => keep(rows.filter(one => one !== row))}
          />
        </Week>
      ))}
      <Button
        icon={CalendarPlus}
        onPress={() => keep([...rows, { ...OFFICE, id: 1 + Math.max(0, ...rows.map(r => r.id)) }])}
      >
        {t('add')}
      </Button>
      <TextField
        label={t('networks')}
        hint={t('networksHint')}
        value={places}
        onChange={typed => {
          setPlaces(typed)
          onChange({ ...access, networks: typed.split(/[\s,]+/).filter(Boolean) })
        }}
      />
      <p className={s.quiet}>{t('note')}</p>
    </>
  )
}

function rowsOf({ hours }: Access): Row[] {
  return hours.map(({ days, begins, ends }, id) => ({
    id,
    days,
    begins: clock(begins),
    ends: clock(ends),
  }))
}

function hoursOf({ days, begins, ends }: Span): Access['hours'][number] {
  return { days: [...days], begins: minutes(begins), ends: minutes(ends) || END_OF_DAY }
}

export function accessText({ hours, networks }: Access): string[] {
  const t = say(words)
  return [
    ...hours.map(hoursText),
    ...(networks.length > 0 ? [t('addresses', { places: networks.join(', ') })] : []),
  ]
}
