/** What a desktop of this pool is to its person, and how long it waits for them. */
import { useWords } from '@/kernel/i18n'
import { Segments, Switch, TextField } from '@/kit/field'
import { NumberField } from './basics'
import type { Draft, Section } from './draft'
import s from './form.module.css'
import { words } from './words'

const KINDS = ['pooled', 'persistent', 'app'] as const

export function KindSection({ draft, set }: Section) {
  const t = useWords(words)
  return (
    <div className={s.section}>
      <Segments
        label={t('kind.title')}
        choices={KINDS.map(id => ({ id, label: t(`kind.${id}`) }))}
        value={draft.kind}
        onChange={kind => set({ kind, linger: FIRST_LINGER[kind] })}
      />
      <p className={s.quiet}>{t(`kind.${draft.kind}Note`)}</p>
      {draft.kind === 'app' && (
        <TextField
          label={t('kind.program')}
          hint={t('kind.programHint')}
          value={draft.app}
          onChange={app => set({ app })}
          pattern="[a-z][a-z0-9.\\-]{0,39}"
          isRequired
        />
      )}
      <div className={s.numbers}>
        <NumberField
          label={t('kind.grace')}
          hint={t('kind.graceHint')}
          value={draft.grace}
          onChange={grace => set({ grace })}
        />
        <Linger draft={draft} set={set} />
      </div>
      {draft.kind !== 'app' && (
        <div>
          <Switch isSelected={draft.homes} onChange={homes => set({ homes })}>
            {t('kind.homes')}
          </Switch>
          <p className={s.quiet}>{t('kind.homesNote')}</p>
        </div>
      )}
    </div>
  )
}

const FIRST_LINGER: Readonly<Record<Draft['kind'], string>> = {
  pooled: '0',
  persistent: '',
  app: '0',
}

function Linger({ draft, set }: Section) {
  const t = useWords(words)
  const own = draft.kind === 'persistent'
  return (
    <TextField
      label={own ? t('kind.lingerDays') : t('kind.linger')}
      hint={own ? t('kind.lingerDaysHint') : t('kind.lingerHint')}
      type="number"
      inputMode="numeric"
      isRequired={!own}
      value={draft.linger}
      onChange={linger => set({ linger })}
    />
  )
}
