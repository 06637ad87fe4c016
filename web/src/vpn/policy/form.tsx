/** A policy, new or changed, with whom it affects before it holds. */
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { Button } from '@/kit/button'
import { Segments, Select, Switch, TextArea, TextField } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import {
  bodyOf,
  conditionsOf,
  type Draft,
  draftOf,
  isLength,
  NO,
  START,
  turned,
  wrongNetworks,
} from './draft'
import s from './page.module.css'
import {
  addPolicy,
  changePolicy,
  minuteOf,
  type Policy,
  type Preview,
  policyNow,
  previewPolicy,
} from './state'
import { Theirs } from './theirs'
import { Whom } from './whom'
import { words } from './words'

interface FormProps {
  /** The one that is changed; none for a new one. */
  readonly policy?: Policy
  readonly onDone: () => void
}

export function PolicyForm({ policy, onDone }: FormProps) {
  const t = useWords(words)
  const [draft, setDraft] = useState<Draft>(() => (policy ? draftOf(policy) : START))
  const [aside, setAside] = useState(NO) // of a new one, turned the other way
  const [preview, setPreview] = useState<Preview | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [base, setBase] = useState(policy)
  const [theirs, setTheirs] = useState<Policy | null>(null)
  const set = (change: Partial<Draft>) => {
    setDraft(before => ({ ...before, ...change }))
    setPreview(null) // it was of another wish
  }
  function turn(effect: Draft['effect']) {
    if (effect === draft.effect) return
    set(turned(draft, effect, policy ? undefined : aside))
    setAside(conditionsOf(draft))
  }
  const wrong = draft.where === 'networks' ? wrongNetworks(draft.networks) : []
  const isWhole =
    (draft.subject === 'everybody' || draft.subjectId !== '') &&
    wrong.length === 0 &&
    (draft.where !== 'networks' || draft.networks.trim() !== '')
  // A time that is none would be read as midnight.
  const isTimed = [draft.from, draft.until].every(text => minuteOf(text) !== null)
  async function attempt(doing: () => Promise<void>) {
    setError(null)
    try {
      await doing()
    } catch (refusal) {
      setError(refusal)
      if (policy && asRefusal(refusal).code === 'tunnel_policy_changed')
        setTheirs(await policyNow(policy.id))
    }
  }
  function seen(now: Policy, chosen: Draft) {
    setBase(now)
    setDraft(chosen)
    setTheirs(null)
    setError(null)
    setPreview(null)
  }
  function save(event: FormEvent) {
    event.preventDefault()
    if (!isWhole || !isTimed) return
    void attempt(async () => {
      await (base ? changePolicy(base.id, base.version, bodyOf(draft)) : addPolicy(bodyOf(draft)))
      toast(t(policy ? 'changed' : 'saved'))
      onDone()
    })
  }
  return (
    <form className={s.form} onSubmit={save}>
      {error !== null && <Problem error={error} />}
      {theirs && <Theirs mine={draft} theirs={theirs} onSeen={seen} />}
      <TextField
        label={t('name')}
        value={draft.name}
        onChange={name => set({ name })}
        maxLength={80}
        isRequired
      />
      <What draft={draft} set={set} turn={turn} />
      <Whom draft={draft} set={set} />
      <With draft={draft} set={set} />
      {(draft.trust === 'sound' || draft.trust === 'both') && (
        <p className={s.quiet}>{t('trustNote')}</p>
      )}
      <When draft={draft} set={set} />
      <Places draft={draft} set={set} wrong={wrong} />
      {preview && <Affected preview={preview} />}
      <div className={s.foot}>
        <Button
          isDisabled={!isWhole || !isTimed || !isLength(draft.minutes)}
          onPress={() =>
            void attempt(async () =>
              setPreview(
                await previewPolicy({ ...bodyOf(draft), name: draft.name || '–' }, policy?.id),
              ),
            )
          }
        >
          {t('preview')}
        </Button>
        <Button type="submit" look="primary" isDisabled={!isWhole || theirs !== null}>
          {t(policy ? 'change' : 'save')}
        </Button>
      </div>
    </form>
  )
}

interface PartProps {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
}

function What({
  draft,
  set,
  turn,
}: PartProps & { readonly turn: (effect: Draft['effect']) => void }) {
  const t = useWords(words)
  return (
    <>
      <div className={s.pair}>
        <Segments
          label={t('zoneLabel')}
          choices={(['work', 'internet'] as const).map(id => ({ id, label: t(`zone.${id}`) }))}
          value={draft.zone}
          onChange={zone => set({ zone })}
        />
        <Segments
          label={t('effectLabel')}
          choices={(['allow', 'deny'] as const).map(id => ({ id, label: t(`effect.${id}`) }))}
          value={draft.effect}
          onChange={turn}
        />
      </div>
      {draft.effect === 'deny' && <p className={s.quiet}>{t('denyNote')}</p>}
    </>
  )
}

function With({ draft, set }: PartProps) {
  const t = useWords(words)
  return (
    <div className={s.pair}>
      <Select
        label={t('trustLabel')}
        choices={(['both', 'managed', 'sound', 'claimed'] as const).map(id => ({
          id,
          label: t(`trust.${id}`),
        }))}
        value={draft.trust}
        onChange={trust => set({ trust })}
      />
      <Select
        label={t('proofLabel')}
        choices={(['password', 'passkey'] as const).map(id => ({ id, label: t(`proof.${id}`) }))}
        value={draft.proof}
        onChange={proof => set({ proof })}
      />
    </div>
  )
}

function When({ draft, set }: PartProps) {
  const t = useWords(words)
  const isClock = (text: string) => (minuteOf(text) === null ? t('noClock') : null)
  return (
    <>
      <div className={s.pair}>
        <TextField
          label={t('from')}
          hint={t('clockHint')}
          value={draft.from}
          onChange={from => set({ from })}
          validate={isClock}
          isRequired
        />
        <TextField
          label={t('until')}
          value={draft.until}
          onChange={until => set({ until })}
          validate={isClock}
          isRequired
        />
        <TextField
          label={t('minutes')}
          hint={t('minutesHint')}
          value={draft.minutes}
          onChange={minutes => set({ minutes })}
          validate={text => (isLength(text) ? null : t('minutesHint'))}
          inputMode="numeric"
          isRequired
        />
      </div>
      <Switch isSelected={draft.isWeekdays} onChange={isWeekdays => set({ isWeekdays })}>
        {t('weekdays')}
      </Switch>
    </>
  )
}

function Places({ draft, set, wrong }: PartProps & { readonly wrong: readonly string[] }) {
  const t = useWords(words)
  return (
    <>
      <Segments
        label={t('whereLabel')}
        choices={(['anywhere', 'home', 'networks'] as const).map(id => ({
          id,
          label: t(`where.${id}`),
        }))}
        value={draft.where}
        onChange={where => set({ where })}
      />
      {draft.where === 'home' && <p className={s.quiet}>{t('homeNote')}</p>}
      {draft.where === 'networks' && (
        <TextArea
          label={t('networks')}
          hint={t('networksHint')}
          error={wrong.length > 0 ? t('networksWrong', { what: wrong.join(', ') }) : null}
          value={draft.networks}
          onChange={networks => set({ networks })}
          rows={3}
        />
      )}
    </>
  )
}

export function Affected({ preview: { gain, lose, cut } }: { readonly preview: Preview }) {
  const t = useWords(words)
  const names = (found: readonly string[]) => found.slice(0, 10).join(', ')
  if (gain.length + lose.length + cut.length === 0) return <p role="status">{t('same')}</p>
  return (
    <div role="status" className={s.affected}>
      {gain.length > 0 && <p>{t('gain', { count: gain.length, names: names(gain) })}</p>}
      {lose.length > 0 && (
        <p className={s.warning}>{t('lose', { count: lose.length, names: names(lose) })}</p>
      )}
      {cut.length > 0 && (
        <p className={s.warning}>{t('cut', { count: cut.length, names: names(cut) })}</p>
      )}
    </div>
  )
}
