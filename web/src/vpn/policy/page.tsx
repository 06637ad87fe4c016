/** 접속 정책 (X08): who may come in, whom a change affects, and why somebody may not. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleHelp, ListChecks, Pencil, Plus, Trash2, UserCheck } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { Badge, ZoneBadge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, Dialog, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Row, Rows } from '@/kit/list'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { adminKey } from '../admin/state'
import { HOME_COUNTRY } from './draft'
import { Explain } from './explain'
import { Affected, PolicyForm } from './form'
import s from './page.module.css'
import { clock, type Policy, policies, removalPreview, removePolicy } from './state'
import { SubjectName } from './whom'
import { words } from './words'

export function TunnelPolicies() {
  const t = useWords(words)
  const { person } = useSession()
  const [editing, edit] = useState<Policy | 'new' | null>(null)
  const mayChange = hasRole(person, 'security_officer')
  useLive('gvpn:admin', adminKey)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        mayChange && (
          <Button look="primary" icon={Plus} onPress={() => edit('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      {!mayChange && (
        <p className={s.hint}>
          <UserCheck size={18} aria-hidden />
          {t('whoMay')}
        </p>
      )}
      <Card title={t('title')} icon={ListChecks} flush>
        <Boundary>
          <All onEdit={mayChange ? edit : null} />
        </Boundary>
      </Card>
      <Card title={t('explain')} icon={CircleHelp}>
        <Boundary>
          <Explain />
        </Boundary>
      </Card>
      <Dialog
        title={editing === 'new' || editing === null ? t('add') : t('editTitle')}
        isOpen={editing !== null}
        onOpenChange={open => !open && edit(null)}
        isDismissable={false}
      >
        {editing !== null && (
          <PolicyForm
            {...(editing === 'new' ? {} : { policy: editing })}
            onDone={() => edit(null)}
          />
        )}
      </Dialog>
    </Page>
  )
}

interface Editing {
  /** Null for who may only look. */
  readonly onEdit: ((policy: Policy) => void) | null
}

function All({ onEdit }: Editing) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(policies)
  if (data.length === 0) return <Empty icon={ListChecks} title={t('none')} note={t('noneNote')} />
  return (
    <Rows>
      {data.map(policy => (
        <One key={policy.id} policy={policy} onEdit={onEdit} />
      ))}
    </Rows>
  )
}

function One({ policy, onEdit }: Editing & { readonly policy: Policy }) {
  const t = useWords(words)
  const facts = [
    t(`trust.${policy.trust}`),
    t(`proof.${policy.proof}`),
    policy.weekdays.length === 7 ? t('everyDay') : t('weekdaysOnly'),
    t('time', { from: clock(policy.from_minute), until: clock(policy.until_minute) }),
    policy.networks.length > 0 ? policy.networks.join(', ') : '',
    policy.countries?.includes(HOME_COUNTRY) ? t('where.home') : '',
    policy.effect === 'allow' ? t('upTo', { minutes: policy.minutes }) : '',
  ]
  return (
    <Row
      start={<ZoneBadge zone={policy.zone} />}
      title={policy.name}
      note={
        <>
          <SubjectName subject={policy.subject} id={policy.subject_id} /> ·{' '}
          {facts.filter(Boolean).join(' · ')}
        </>
      }
      end={
        <>
          <Badge tone={policy.effect === 'allow' ? 'success' : 'danger'}>
            {t(`effect.${policy.effect}`)}
          </Badge>
          {onEdit && (
            <Button
              size="s"
              icon={Pencil}
              aria-label={`${policy.name} ${t('edit')}`}
              onPress={() => onEdit(policy)}
            >
              {t('edit')}
            </Button>
          )}
          {onEdit && <Remove policy={policy} />}
        </>
      }
    />
  )
}

function Remove({ policy }: { readonly policy: Policy }) {
  const t = useWords(words)
  return (
    <DialogButton
      size="s"
      title={t('removeTitle', { name: policy.name })}
      trigger={
        <Button size="s" icon={Trash2} aria-label={`${policy.name} ${t('remove')}`}>
          {t('remove')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          onPress={() => {
            removePolicy(policy.id, policy.version).then(() => toast(t('removed')), toastRefusal)
            close()
          }}
        >
          {t('remove')}
        </AskFoot>
      )}
    >
      <p>{t('removeNote')}</p>
      <Boundary>
        <Losing policy={policy} />
      </Boundary>
    </DialogButton>
  )
}

function Losing({ policy: { id, version } }: { readonly policy: Policy }) {
  const { data } = useSuspenseQuery(removalPreview(id, version))
  return <Affected preview={data} />
}
