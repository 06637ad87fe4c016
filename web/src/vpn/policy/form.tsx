/** A new policy, with whom it affects before it is added. */
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Segments, Select, Switch, TextField } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import s from './page.module.css'
import { addPolicy, minuteOf, type PolicyBody, type Preview, previewPolicy } from './state'
import { words } from './words'

const WEEK = [0, 1, 2, 3, 4, 5, 6]
const START = {
  name: '',
  effect: 'allow' as PolicyBody['effect'],
  zone: 'work' as PolicyBody['zone'],
  subject: 'everybody' as PolicyBody['subject'],
  subjectId: '',
  minutes: '480',
  trust: 'managed' as PolicyBody['trust'],
  proof: 'password' as PolicyBody['proof'],
  from: '00:00',
  until: '24:00',
  isWeekdays: false,
}
type Draft = typeof START

function bodyOf(draft: Draft): PolicyBody {
  const { name, effect, zone, subject, trust, proof } = draft
  return {
    name: name.normalize('NFC').trim(),
    effect,
    zone,
    subject,
    trust,
    proof,
    subject_id: subject === 'everybody' ? '' : draft.subjectId.trim(),
    minutes: Number(draft.minutes) || 0,
    weekdays: draft.isWeekdays ? WEEK.slice(0, 5) : WEEK,
    from_minute: minuteOf(draft.from) ?? 0,
    until_minute: minuteOf(draft.until) ?? 0,
    networks: [],
  }
}

export function PolicyForm({ onDone }: { readonly onDone: () => void }) {
  const t = useWords(words)
  const [draft, setDraft] = useState<Draft>(START)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const set = (change: Partial<Draft>) => {
    setDraft(before => ({ ...before, ...change }))
    setPreview(null) // it was of another wish
  }
  async function attempt(doing: () => Promise<void>) {
    setError(null)
    try {
      await doing()
    } catch (refusal) {
      setError(refusal)
    }
  }
  function save(event: FormEvent) {
    event.preventDefault()
    void attempt(async () => {
      await addPolicy(bodyOf(draft))
      toast(t('saved'))
      onDone()
    })
  }
  const one = <K extends string>(ids: readonly K[], label: (id: K) => string) =>
    ids.map(id => ({ id, label: label(id) }))
  return (
    <form className={s.form} onSubmit={save}>
      {error !== null && <Problem error={error} />}
      <TextField
        label={t('name')}
        value={draft.name}
        onChange={name => set({ name })}
        maxLength={80}
        isRequired
      />
      <div className={s.pair}>
        <Segments
          label={t('zoneLabel')}
          choices={one(['work', 'internet'] as const, id => t(`zone.${id}`))}
          value={draft.zone}
          onChange={zone => set({ zone })}
        />
        <Segments
          label={t('effectLabel')}
          choices={one(['allow', 'deny'] as const, id => t(`effect.${id}`))}
          value={draft.effect}
          onChange={effect => set({ effect })}
        />
      </div>
      <Select
        label={t('subjectLabel')}
        choices={one(['everybody', 'division', 'person', 'role'] as const, id =>
          t(`subject.${id}`),
        )}
        value={draft.subject}
        onChange={subject => set({ subject })}
      />
      {draft.subject !== 'everybody' && (
        <TextField
          label={t('subjectId')}
          value={draft.subjectId}
          onChange={subjectId => set({ subjectId })}
          isRequired
        />
      )}
      <div className={s.pair}>
        <Select
          label={t('trustLabel')}
          choices={one(['managed', 'claimed'] as const, id => t(`trust.${id}`))}
          value={draft.trust}
          onChange={trust => set({ trust })}
        />
        <Select
          label={t('proofLabel')}
          choices={one(['password', 'passkey'] as const, id => t(`proof.${id}`))}
          value={draft.proof}
          onChange={proof => set({ proof })}
        />
      </div>
      <div className={s.pair}>
        <TextField label={t('from')} value={draft.from} onChange={from => set({ from })} />
        <TextField label={t('until')} value={draft.until} onChange={until => set({ until })} />
        <TextField
          label={t('minutes')}
          hint={t('minutesHint')}
          value={draft.minutes}
          onChange={minutes => set({ minutes })}
          inputMode="numeric"
        />
      </div>
      <Switch isSelected={draft.isWeekdays} onChange={isWeekdays => set({ isWeekdays })}>
        {t('weekdays')}
      </Switch>
      {preview && <Affected preview={preview} />}
      <div className={s.foot}>
        <Button
          onPress={() =>
            void attempt(async () =>
              setPreview(await previewPolicy({ ...bodyOf(draft), name: draft.name || '–' })),
            )
          }
        >
          {t('preview')}
        </Button>
        <Button type="submit" look="primary">
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function Affected({ preview: { gain, lose } }: { readonly preview: Preview }) {
  const t = useWords(words)
  const names = (found: readonly string[]) => found.slice(0, 10).join(', ')
  if (gain.length + lose.length === 0) return <p role="status">{t('same')}</p>
  return (
    <div role="status" className={s.affected}>
      {gain.length > 0 && <p>{t('gain', { count: gain.length, names: names(gain) })}</p>}
      {lose.length > 0 && (
        <p className={s.warning}>{t('lose', { count: lose.length, names: names(lose) })}</p>
      )}
    </div>
  )
}
