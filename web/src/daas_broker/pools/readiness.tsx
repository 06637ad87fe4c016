/** How many stand ready when: windows of the week, headroom, and what is foreseen. */
import { CalendarPlus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { Select, Switch } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { NumberField } from './basics'
import type { Readiness, Section, WindowDraft } from './draft'
import s from './form.module.css'
import { Week } from './week'
import { words } from './words'

const WORKING: readonly number[] = [0, 1, 2, 3, 4]
const CERTAINTIES = ['800', '900', '950', '990'] as const
const MOST = 500
const MOST_HEADROOM = 200
const USUAL = 5
type Certainty = (typeof CERTAINTIES)[number]

export function Amount({ draft, set }: Section) {
  const t = useWords(words)
  const within = useWithin(draft.maximum)
  const { readiness } = draft
  const change = (part: Partial<Readiness>) => set({ readiness: { ...readiness, ...part } })
  return (
    <div className={s.section}>
      <div className={s.numbers}>
        <NumberField
          label={t('warm')}
          hint={t('warmHint')}
          {...within}
          value={draft.warm}
          onChange={warm => set({ warm })}
        />
        <NumberField
          label={t('maximum')}
          least={1}
          most={MOST}
          value={draft.maximum}
          onChange={maximum => set({ maximum })}
        />
        <NumberField
          label={t('ready.headroom')}
          hint={t('ready.headroomHint')}
          most={MOST_HEADROOM}
          value={readiness.headroom}
          onChange={headroom => change({ headroom })}
        />
      </div>
      <Windows readiness={readiness} maximum={draft.maximum} onChange={change} />
      <Foresight readiness={readiness} onChange={change} />
      <p className={s.quiet}>{t('ready.largest')}</p>
    </div>
  )
}

/** No more stand ready than the pool has. */
function useWithin(maximum: string) {
  const t = useWords(words)
  return {
    most: Math.min(MOST, Number(maximum) || MOST),
    tooMany: t('atMostOfPool', { most: maximum }),
  }
}

interface ReadinessProps {
  readonly readiness: Readiness
  readonly onChange: (part: Partial<Readiness>) => void
}

function Foresight({ readiness, onChange }: ReadinessProps) {
  const t = useWords(words)
  return (
    <div className={s.section}>
      <Switch isSelected={readiness.foresees} onChange={foresees => onChange({ foresees })}>
        {t('ready.foresees')}
      </Switch>
      {readiness.foresees && (
        <Select<Certainty>
          label={t('ready.certainty')}
          hint={t('ready.certaintyHint')}
          choices={CERTAINTIES.map(id => ({
            id,
            label: t('ready.of', { share: `${Number(id) / 10}%` }),
          }))}
          value={readiness.certainty as Certainty}
          onChange={certainty => onChange({ certainty })}
        />
      )}
    </div>
  )
}

function Windows({ readiness, maximum, onChange }: ReadinessProps & { readonly maximum: string }) {
  const t = useWords(words)
  const { windows } = readiness
  const [fresh, setFresh] = useState<number | null>(null)
  const box = useRef<HTMLFieldSetElement>(null)
  const replace = (at: number, part: Partial<WindowDraft>) =>
    onChange({ windows: windows.map((one, i) => (i === at ? { ...one, ...part } : one)) })
  return (
    <fieldset ref={box} className={s.windows}>
      <legend>{t('ready.schedule')}</legend>
      {windows.length === 0 && <p className={s.quiet}>{t('ready.noSchedule')}</p>}
      {windows.map((one, at) => (
        <OneWindow
          key={one.id}
          window={one}
          maximum={maximum}
          isFresh={one.id === fresh}
          onChange={part => replace(at, part)}
          onRemove={() => {
            onChange({ windows: windows.filter(({ id }) => id !== one.id) })
            // The button is gone; the last one adds another.
            focusIfLost(() => [...(box.current?.querySelectorAll('button') ?? [])].at(-1))
          }}
        />
      ))}
      <Button
        icon={CalendarPlus}
        onPress={() => {
          const made = freshWindow(readiness, Number(maximum) || USUAL)
          setFresh(made.id)
          onChange({ windows: [...windows, made] })
        }}
      >
        {t('ready.add')}
      </Button>
    </fieldset>
  )
}

function freshWindow({ windows }: Readiness, most: number): WindowDraft {
  const id = Math.max(0, ...windows.map(one => one.id)) + 1
  const warm = String(Math.min(USUAL, most))
  return { id, days: WORKING, begins: '08:30', ends: '10:00', warm }
}

function OneWindow({
  window: { days, begins, ends, warm },
  maximum,
  isFresh,
  onChange,
  onRemove,
}: {
  readonly window: WindowDraft
  readonly maximum: string
  /** It was added this moment, to be filled in. */
  readonly isFresh: boolean
  readonly onChange: (part: Partial<WindowDraft>) => void
  readonly onRemove: () => void
}) {
  const t = useWords(words)
  const within = useWithin(maximum)
  return (
    <Week span={{ days, begins, ends }} onChange={onChange} isFresh={isFresh}>
      <NumberField
        label={t('ready.windowWarm')}
        {...within}
        value={warm}
        onChange={value => onChange({ warm: value })}
      />
      <IconButton icon={Trash2} label={t('ready.remove')} onPress={onRemove} />
    </Week>
  )
}
