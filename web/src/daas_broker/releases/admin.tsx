/** The lanes between zones, and everybody's requests. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeftRight, List as ListIcon, Save } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Checkbox, Select, Switch, TextField } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { Antivirus } from './antivirus'
import { Releases } from './inbox'
import s from './page.module.css'
import {
  type Approver,
  desk,
  everybodys,
  type Finding,
  type Lane,
  releasesKey,
  setLane,
} from './state'
import { words } from './words'

const MIB = 1024 * 1024
const APPROVERS: readonly Approver[] = ['superior', 'officer', 'either']
const FINDINGS: readonly Finding[] = [
  'resident_number',
  'resident_number_likely',
  'card_number',
  'secret_mark',
  'restricted_mark',
  'macro',
  'script',
  'embedded',
  'linked',
  'program',
  'protected',
  'damaged',
  'bomb',
  'disguised',
  'archive',
  'packed',
  'unread',
  'unscanned',
]

export function TransferOffice() {
  const t = useWords(words)
  useLive('releases:all', releasesKey)
  return (
    <Page title={t('admin.title')} note={t('admin.note')}>
      <div className={s.stack}>
        <Boundary>
          <Antivirus />
        </Boundary>
        <Boundary>
          <Lanes />
        </Boundary>
        <Card title={t('admin.all')} icon={ListIcon} flush rows={4}>
          <Everybodys />
        </Card>
      </div>
    </Page>
  )
}

function Lanes() {
  const { data } = useSuspenseQuery(desk)
  return (
    <div className={s.sides}>
      {data.lanes.map(lane => (
        <OneLane key={`${lane.to}-${lane.revision}`} lane={lane} />
      ))}
    </div>
  )
}

function OneLane({ lane }: { readonly lane: Lane }) {
  const t = useWords(words)
  const { person } = useSession()
  const [draft, change] = useState(lane)
  const [mib, setMib] = useState(String(Math.round(lane.most_bytes / MIB)))
  const [days, setDays] = useState(String(lane.days))
  const [isBusy, setBusy] = useState(false)
  const mayChange = hasRole(person, 'security_officer')
  const refuses = new Set(draft.refuses)
  async function save() {
    setBusy(true)
    try {
      await setLane({ ...draft, most_bytes: Math.round(Number(mib) * MIB), days: Number(days) })
      toast(t('admin.saved'))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Card title={t(`to.${lane.to}`)} icon={ArrowLeftRight}>
      <div className={s.form}>
        <Switch
          isSelected={draft.is_open}
          isDisabled={!mayChange}
          onChange={is_open => change({ ...draft, is_open })}
        >
          {t('admin.isOpen')}
        </Switch>
        <Select<Approver>
          label={t('admin.approver')}
          value={draft.approver}
          isDisabled={!mayChange}
          onChange={approver => change({ ...draft, approver })}
          choices={APPROVERS.map(id => ({ id, label: t(`admin.approvers.${id}`) }))}
        />
        <TextField
          label={t('admin.mostMib')}
          value={mib}
          onChange={setMib}
          inputMode="numeric"
          isDisabled={!mayChange}
        />
        <TextField
          label={t('admin.days')}
          value={days}
          onChange={setDays}
          inputMode="numeric"
          isDisabled={!mayChange}
        />
        <fieldset className={s.findings}>
          <legend>{t('admin.refuses')}</legend>
          <p className={s.quiet}>{t('admin.refusesNote')}</p>
          {FINDINGS.map(one => (
            <Checkbox
              key={one}
              isSelected={refuses.has(one)}
              isDisabled={!mayChange}
              onChange={is =>
                change({
                  ...draft,
                  refuses: is
                    ? [...draft.refuses, one]
                    : draft.refuses.filter(other => other !== one),
                })
              }
            >
              {t(`finding.${one}`)}
            </Checkbox>
          ))}
        </fieldset>
        {mayChange ? (
          <div className={s.acts}>
            <Button look="primary" icon={Save} isPending={isBusy} onPress={() => void save()}>
              {t('admin.save')}
            </Button>
          </div>
        ) : (
          <p className={s.quiet}>{t('admin.readOnly')}</p>
        )}
      </div>
    </Card>
  )
}

function Everybodys() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(everybodys)
  if (data.length === 0) return <Empty icon={ListIcon} title={t('admin.noneAll')} />
  return <Releases found={data} />
}
