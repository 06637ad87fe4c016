/** What a desktop of this pool is to its person, and how long it waits for them. */
import { useWords } from '@/kernel/i18n'
import { Segments, Switch, TextField } from '@/kit/field'
import { NumberField } from './basics'
import type { Draft, Section } from './draft'
import s from './form.module.css'
import { words } from './words'

const KINDS = ['pooled', 'persistent', 'app'] as const
const PROGRAM = /^[a-z][a-z0-9.-]{0,39}$/
const MINUTES = 24 * 60
const LONGEST_GRACE = MINUTES
const LONGEST_DAYS = 366

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
          validate={app => (app === '' || PROGRAM.test(app) ? null : t('kind.programName'))}
          isRequired
        />
      )}
      <div className={s.numbers}>
        <NumberField
          label={t('kind.grace')}
          hint={t('kind.graceHint')}
          most={LONGEST_GRACE}
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
    <NumberField
      label={own ? t('kind.lingerDays') : t('kind.linger')}
      hint={own ? t('kind.lingerDaysHint') : t('kind.lingerHint')}
      least={own ? 1 : 0}
      most={own ? LONGEST_DAYS : LONGEST_DAYS * MINUTES}
      isRequired={!own}
      value={draft.linger}
      onChange={linger => set({ linger })}
    />
  )
}
