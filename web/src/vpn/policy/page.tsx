/** 접속 정책 (X08): who may come in, whom a change affects, and why somebody may not. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleHelp, ListChecks, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { hasRole, useSession } from '@/kernel/session'
import { Badge, ZoneBadge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Row, Rows } from '@/kit/list'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { Explain } from './explain'
import { PolicyForm } from './form'
import { clock, type Policy, policies, removePolicy } from './state'
import { words } from './words'

export function TunnelPolicies() {
  const t = useWords(words)
  const { person } = useSession()
  const [isAdding, add] = useState(false)
  const mayChange = hasRole(person, 'security_officer')
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        mayChange && (
          <Button look="primary" icon={Plus} onPress={() => add(true)}>
            {t('add')}
          </Button>
        )
      }
    >
      <Card title={t('title')} icon={ListChecks} flush>
        <Boundary>
          <All mayChange={mayChange} />
        </Boundary>
      </Card>
      <Card title={t('explain')} icon={CircleHelp}>
        <Boundary>
          <Explain />
        </Boundary>
      </Card>
      <Dialog title={t('add')} isOpen={isAdding} onOpenChange={add} isDismissable={false}>
        <PolicyForm onDone={() => add(false)} />
      </Dialog>
    </Page>
  )
}

function All({ mayChange }: { readonly mayChange: boolean }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(policies)
  if (data.length === 0) return <Empty icon={ListChecks} title={t('none')} note={t('noneNote')} />
  return (
    <Rows>
      {data.map(policy => (
        <One key={policy.id} policy={policy} mayChange={mayChange} />
      ))}
    </Rows>
  )
}

function One({ policy, mayChange }: { readonly policy: Policy; readonly mayChange: boolean }) {
  const t = useWords(words)
  const facts = [
    policy.subject === 'everybody'
      ? t('subject.everybody')
      : `${t(`subject.${policy.subject}`)} ${policy.subject_id}`,
    t(`trust.${policy.trust}`),
    t(`proof.${policy.proof}`),
    policy.weekdays.length === 7 ? t('everyDay') : t('weekdaysOnly'),
    t('time', { from: clock(policy.from_minute), until: clock(policy.until_minute) }),
    policy.effect === 'allow' ? t('upTo', { minutes: policy.minutes }) : '',
  ]
  return (
    <Row
      start={<ZoneBadge zone={policy.zone} />}
      title={policy.name}
      note={facts.filter(Boolean).join(' · ')}
      end={
        <>
          <Badge tone={policy.effect === 'allow' ? 'success' : 'danger'}>
            {t(`effect.${policy.effect}`)}
          </Badge>
          {mayChange && (
            <Button
              size="s"
              icon={Trash2}
              aria-label={`${policy.name} ${t('remove')}`}
              onPress={() =>
                void removePolicy(policy.id).then(() => toast(t('removed')), toastRefusal)
              }
            >
              {t('remove')}
            </Button>
          )}
        </>
      }
    />
  )
}
