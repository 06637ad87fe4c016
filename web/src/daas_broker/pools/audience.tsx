/** Whom a pool is for, chosen from the organisation chart, and how many people that is. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useWords } from '@/kernel/i18n'
import { Checkbox, Segments, Switch } from '@/kit/field'
import { Problem } from '@/kit/problem'
import { AudienceChips } from './audience-chips'
import { AudiencePicker } from './audience-picker'
import { type AudienceProps, isNobody, type Section } from './draft'
import s from './form.module.css'
import { type Audience, ROLES, reach } from './state'
import { words } from './words'

export function AudienceSection({ draft, set }: Section) {
  const t = useWords(words)
  const { audience } = draft
  const change = (part: Partial<Audience>) => set({ audience: { ...audience, ...part } })
  return (
    <div className={s.section}>
      <Segments
        label={t('audience.who')}
        choices={[
          { id: 'everybody', label: t('audience.everybody') },
          { id: 'some', label: t('audience.some') },
        ]}
        value={audience.everybody ? 'everybody' : 'some'}
        onChange={id => change({ everybody: id === 'everybody' })}
      />
      <Reach audience={audience} />
      {!audience.everybody && (
        <>
          <AudienceChips audience={audience} onChange={change} />
          <AudiencePicker audience={audience} onChange={change} />
          <Roles audience={audience} onChange={change} />
          <div>
            <Switch
              isSelected={draft.takesRequests}
              onChange={takesRequests => set({ takesRequests })}
            >
              {t('audience.requests')}
            </Switch>
            <p className={s.quiet}>{t('audience.requestsNote')}</p>
          </div>
        </>
      )}
    </div>
  )
}

function Reach({ audience }: { readonly audience: Audience }) {
  const t = useWords(words)
  const asked = useDeferredValue(audience)
  const { data, error } = useQuery({ ...reach(asked), placeholderData: keepPreviousData })
  if (error) return <Problem error={error} />
  return (
    <p className={s.reach} role="status">
      <Users size={18} aria-hidden />
      {isNobody(audience) || !data ? (
        <span>{isNobody(audience) ? t('audience.nobody') : '…'}</span>
      ) : (
        <span>
          <strong>{t('audience.reach', { count: data.count })}</strong>{' '}
          <span className={s.quiet}>{t('audience.total', { total: data.total })}</span>
        </span>
      )}
    </p>
  )
}

function Roles({ audience, onChange }: AudienceProps) {
  const t = useWords(words)
  return (
    <fieldset className={s.roles}>
      <legend>{t('audience.roles')}</legend>
      {ROLES.map(role => (
        <Checkbox
          key={role}
          isSelected={audience.roles.includes(role)}
          onChange={chosen =>
            onChange({
              roles: chosen
                ? [...audience.roles, role]
                : audience.roles.filter(other => other !== role),
            })
          }
        >
          {t(`audience.role.${role}`)}
        </Checkbox>
      ))}
    </fieldset>
  )
}
