/** Addresses. Everything but sign-in stands inside the frame, which asks who is there. */
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { type RouteObject, useLocation, useRoutes } from 'react-router'
import type { Page } from '@/kernel/entry'
import { Administration, FirstOffice } from './administration/frame'
import { domains } from './domains'
import { Frame } from './frame'
import { NotFound, PageBoundary, Waiting } from './states'

const routes: RouteObject[] = [
  {
    path: '/sign-in',
    element: screen(async () => (await import('@/identity/signin/page')).SignIn),
  },
  ...domains.flatMap(domain => domain.open ?? []).map(routeOf),
  {
    element: <Frame />,
    children: [
      { index: true, element: screen(async () => (await import('./home/page')).Home) },
      ...domains.flatMap(domain => domain.pages).map(routeOf),
      {
        element: <Administration />,
        children: [
          { path: 'admin', element: <FirstOffice /> },
          ...domains.flatMap(domain => domain.offices ?? []).map(routeOf),
        ],
      },
      { path: '*', element: <NotFound /> },
    ],
  },
]

export function Routes() {
  return useRoutes(routes)
}

function routeOf({ path, load }: Page): RouteObject {
  return { path, element: screen(load) }
}

/** A screen that is fetched when it is first wanted, and that fails alone. */
function screen(load: () => Promise<ComponentType>): ReactNode {
  const Content = lazy(async () => ({ default: await load() }))
  return (
    <Alone>
      <Content />
    </Alone>
  )
}

function Alone({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation()
  return (
    <PageBoundary place={pathname}>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </PageBoundary>
  )
}
