/** 처분 문안: what may be decided upon a version, and what its notices say. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, Gavel, ListChecks, Plus, Save, TableProperties } from 'lucide-react'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Select, Switch } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { outlineOf } from '@/mobile_admin/forms/state'
import s from './notices.module.css'
import { blank, MOST_OUTCOMES, OutcomeActs } from './template-acts'
import { OutcomeForm } from './template-outcome'
import { Shares } from './template-shares'
import { setTemplate, type Template, templateOf } from './template-state'
import { words } from './template-words'

const TAKEN = ['recipient', 'address', 'measure', 'due', 'amount'] as const

export function DecisionWords() {
  const { form = '', version = '' } = useParams()
  return (
    <Boundary>
      <Loaded form={form} version={version} key={`${form} ${version}`} />
    </Boundary>
  )
}

function Loaded({ form, version }: { readonly form: string; readonly version: string }) {
  const { data } = useSuspenseQuery(templateOf(form, version))
  return <Shown key={data.revision} form={form} version={version} />
}

function Shown({ form, version }: { readonly form: string; readonly version: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(templateOf(form, version))
  const { data: outline } = useSuspenseQuery(outlineOf(form, version))
  const [said, setSaid] = useState<Template>(data.template)
  const [isBusy, setBusy] = useState(false)
  const put = (part: Partial<Template>) => setSaid(before => ({ ...before, ...part }))
  const asked = outline.questions.filter(({ label, type }) => label && type !== 'binary')
  const choices = [
    { id: '', label: t('none') },
    ...asked.map(({ path, label }) => ({ id: path, label })),
  ]
  const opinions = asked.find(({ path }) => path === said.measure)?.choices ?? []
  async function save() {
    setBusy(true)
    await setTemplate([form, version], said, data.revision).then(
      () => toast(t('saved')),
      toastRefusal,
    )
    setBusy(false)
  }
  return (
    <Page
      title={t('title')}
      note={`${outline.title} · ${data.revision ? t('revision', { count: data.revision }) : t('usual')}`}
      acts={
        <>
          <LinkButton icon={ArrowLeft} to={`/field/forms/${form}/${version}`}>
            {t('back')}
          </LinkButton>
          {data.may_change && (
            <Button look="primary" icon={Save} isPending={isBusy} onPress={() => void save()}>
              {t('save')}
            </Button>
          )}
        </>
      }
    >
      <div className={s.stack}>
        <p>{t('note')}</p>
        <Card title={t('from')} icon={ListChecks}>
          <div className={s.stack}>
            {TAKEN.map(name => (
              <Select
                key={name}
                label={t(name)}
                choices={choices}
                value={said[name] ?? ''}
                onChange={value => put({ [name]: value })}
              />
            ))}
            <Switch
              isSelected={said.is_personal ?? true}
              onChange={is_personal => put({ is_personal })}
            >
              {t('personal')}
            </Switch>
          </div>
        </Card>
        <Card title={t('shares')} icon={TableProperties}>
          <Shares shares={said.shares} choices={choices} onChange={shares => put({ shares })} />
        </Card>
        {said.outcomes.map((outcome, at) => (
          <Card
            key={outcome.id}
            title={outcome.label || t('newOutcome')}
            icon={Gavel}
            aside={
              data.may_change && (
                <OutcomeActs
                  at={at}
                  outcomes={said.outcomes}
                  onChange={outcomes => put({ outcomes })}
                />
              )
            }
          >
            <OutcomeForm
              outcome={outcome}
              opinions={opinions}
              onChange={next =>
                put({ outcomes: said.outcomes.map((each, i) => (i === at ? next : each)) })
              }
            />
          </Card>
        ))}
        {data.may_change && said.outcomes.length < MOST_OUTCOMES && (
          <div>
            <Button
              icon={Plus}
              onPress={() => put({ outcomes: [...said.outcomes, blank(said.outcomes)] })}
            >
              {t('addOutcome')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  )
}
