/** One pool (X02): what it is, whom it is for, how many are kept. What was typed stays. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, ChartSpline, Layers, MonitorCheck, MonitorCog, Save, Users } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary, Problem } from '@/kit/problem'
import { toast } from '@/kit/toast'
import { AudienceSection } from './audience'
import { Basics, useImage } from './basics'
import { draftOf, isNobody, type Section, wishOf } from './draft'
import s from './form.module.css'
import { KindSection } from './kind'
import { Amount } from './readiness'
import { RemovePool } from './remove'
import { LIST, type Pool, pools, savePool } from './state'
import { Today } from './today'
import { words } from './words'

export function PoolPage() {
  const t = useWords(words)
  const { pool: id } = useParams()
  const { data } = useSuspenseQuery(pools)
  const pool = data.find(found => found.id === id)
  if (id !== 'new' && !pool) {
    return (
      <Page title={t('missing')} acts={<Back />}>
        <Empty icon={Layers} title={t('missing')} note={t('missingNote')} />
      </Page>
    )
  }
  return <PoolForm key={id} pool={pool ?? null} />
}

function Back() {
  const t = useWords(words)
  return (
    <LinkButton to={LIST} icon={ArrowLeft}>
      {t('back')}
    </LinkButton>
  )
}

function PoolForm({ pool }: { readonly pool: Pool | null }) {
  const t = useWords(words)
  const [draft, write] = useState(() => draftOf(pool))
  const set: Section['set'] = change => write(before => ({ ...before, ...change }))
  const image = useImage(draft)
  const { error, isSaving, save } = useSaving(pool, () => wishOf(draft, image ?? ''))
  const section = { draft, set }
  const told = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // On a phone it would stand under the bar of places.
    if (error !== null) told.current?.scrollIntoView({ block: 'center' })
  }, [error])
  return (
    <Page title={pool ? pool.name : t('create')} acts={<Back />}>
      <form className={s.form} onSubmit={save}>
        {pool && (
          <Card title={t('today.title')} icon={ChartSpline} rows={6}>
            <Today pool={pool} />
          </Card>
        )}
        <Card title={t('basics')} icon={MonitorCog}>
          <Basics {...section} />
        </Card>
        <Card title={t('kind.title')} icon={MonitorCheck}>
          <KindSection {...section} />
        </Card>
        <Card title={t('amount')} icon={Layers}>
          <Amount {...section} />
        </Card>
        <Card title={t('audience.title')} icon={Users} rows={6}>
          <AudienceSection {...section} />
        </Card>
        <div className={s.foot}>
          <div ref={told} className={s.told}>
            {error !== null && <Problem error={error} />}
          </div>
          {pool && <RemovePool pool={pool} />}
          <span className={s.end}>
            <LinkButton to={LIST}>{t('cancel')}</LinkButton>
            <Button
              look="primary"
              type="submit"
              icon={Save}
              isPending={isSaving}
              isDisabled={image === null || isNobody(draft.audience)}
            >
              {t('save')}
            </Button>
          </span>
        </div>
      </form>
    </Page>
  )
}

function useSaving(pool: Pool | null, wish: () => Parameters<typeof savePool>[1]) {
  const t = useWords(words)
  const go = useNavigate()
  const [error, refuse] = useState<unknown>(null)
  const [isSaving, saving] = useState(false)
  async function act() {
    saving(true)
    refuse(null)
    try {
      await savePool(pool?.id ?? null, wish())
      toast(t('saved'))
      void go(LIST)
    } catch (refusal) {
      refuse(refusal)
      saving(false)
    }
  }
  function save(event: FormEvent) {
    event.preventDefault()
    void act()
  }
  return { error, isSaving, save }
}

export function PoolScreen() {
  return (
    <Boundary>
      <PoolPage />
    </Boundary>
  )
}
