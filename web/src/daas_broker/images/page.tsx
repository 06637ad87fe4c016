/** 이미지 (X03): what desktops boot, its versions, and the way of each to everybody. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Disc3, ScrollText } from 'lucide-react'
import { Suspense } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { useSuiteTitle } from '../pools/suite-titles'
import { RecipeDialog } from '../recipes/recipe'
import { words as recipeWords } from '../recipes/words'
import { Behind } from './behind'
import { BuildButton, BuildPanel } from './building'
import { Channel } from './channel'
import { Packages } from './packages'
import s from './page.module.css'
import { type Build, type Image, imagesKey, overview, split, type Version } from './state'
import { type Look, OneVersion } from './version'
import { Vulnerabilities } from './vulnerabilities'
import { words } from './words'

export function Images() {
  const t = useWords(words)
  useLive('pools:all', imagesKey)
  return (
    <Page title={t('title')} note={t('note')} width="full">
      <Boundary>
        <Suspense fallback={<Skeleton rows={8} />}>
          <All />
        </Suspense>
      </Boundary>
    </Page>
  )
}

function All() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(overview)
  const titled = useSuiteTitle()
  const images = data.images.map(image => ({ ...image, title: titled(image.title) }))
  const [address, go] = useSearchParams()
  if (data.images.length === 0) return <Empty icon={Disc3} title={t('none')} note={t('noneNote')} />
  const running = data.builds.find(build => build.running)
  const looked = address.get('packages')
  const doubted = address.get('vulnerabilities')
  const ownerOf = (key: string | null) =>
    images.find(({ versions }) => versions.some(one => one.key === key))
  const owner = ownerOf(looked)
  const doubtful = ownerOf(doubted)
  const made = address.get('made')
  const nextOf = address.get('recipe')
  const described =
    ownerOf(made) ?? images.find(image => image.may_be_built && placeOf(image) === nextOf)
  return (
    <div className={s.stack}>
      {images.map(image => (
        <Family
          key={`${image.provider} ${image.name}`}
          image={image}
          build={data.builds.find(
            one => one.name === image.name && one.provider === image.provider,
          )}
          isBusy={running !== undefined}
          enough={data.enough_boots}
          settling={data.settling_minutes}
          onLook={(what, key) => go({ [what]: key })}
          onRecipe={() => go({ recipe: placeOf(image) })}
        />
      ))}
      {owner && looked && (
        <Packages key={looked} image={owner} version={looked} onClose={() => go({})} />
      )}
      {described && (
        <RecipeDialog
          key={made ?? nextOf}
          image={described}
          version={made}
          isBusy={running !== undefined}
          onClose={() => go({})}
        />
      )}
      {doubtful && doubted && (
        <Vulnerabilities key={doubted} image={doubtful} version={doubted} onClose={() => go({})} />
      )}
    </div>
  )
}

const placeOf = ({ provider, name }: Image) => `${provider}/${name}`

interface FamilyProps {
  readonly image: Image
  readonly build: Build | undefined
  readonly isBusy: boolean
  readonly enough: number
  readonly settling: number
  readonly onLook: (what: Look, key: string) => void
  readonly onRecipe: () => void
}

function Family({ image, build, isBusy, enough, settling, onLook, onRecipe }: FamilyProps) {
  const t = useWords(words)
  const say = useWords(recipeWords)
  const { shown, others } = split(image.versions)
  const own = { image, enough, onLook }
  return (
    <Card
      title={
        <>
          {image.title} <code className={s.quiet}>{image.name}</code>
        </>
      }
      icon={Disc3}
      aside={
        image.may_be_built && (
          <span className={s.acts}>
            <Button
              size="s"
              icon={ScrollText}
              aria-label={`${image.title} ${say('act')}`}
              onPress={onRecipe}
            >
              {say('act')}
            </Button>
            <BuildButton image={image} isBusy={isBusy} />
          </span>
        )
      }
    >
      <div className={s.stack}>
        {build && <BuildPanel build={build} image={image} />}
        {image.may_be_built && (
          <Behind
            image={image}
            isBuilt={build?.running ?? false}
            isBusy={isBusy}
            settling={settling}
          />
        )}
        {image.versions.length === 0 ? (
          <Empty
            icon={Disc3}
            title={t('noVersions')}
            note={t(image.builds_itself ? 'comesItself' : 'noVersionsNote')}
          />
        ) : (
          <>
            <Channel image={image} />
            <Versions versions={shown} {...own} />
            {others.length > 0 && (
              <details className={s.others}>
                <summary>{t('others', { count: others.length })}</summary>
                <Versions versions={others} {...own} />
              </details>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

function Versions({
  versions,
  image,
  enough,
  onLook,
}: Pick<FamilyProps, 'image' | 'enough' | 'onLook'> & {
  readonly versions: readonly Version[]
}) {
  return (
    <ol className={s.versions}>
      {versions.map(version => (
        <OneVersion
          key={version.key}
          version={version}
          image={image}
          enough={enough}
          onLook={what => onLook(what, version.key)}
        />
      ))}
    </ol>
  )
}
