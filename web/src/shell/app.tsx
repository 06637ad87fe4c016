/** The application: what every screen stands on. */
import { QueryClientProvider } from '@tanstack/react-query'
import { Suspense } from 'react'
import { BrowserRouter, useLocation, useNavigate } from 'react-router'
import { part } from '@/kernel/part'
import { queries } from '@/kernel/queries'
import { Kit } from '@/kit/provider'
import { ConnectionBanner } from './chrome/banners'
import { Farewell } from './chrome/farewell'
import { Routes } from './routes'
import { PageBoundary } from './states'

const Toasts = part(async () => (await import('@/kit/toasts')).Toasts)

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <Inside />
      </BrowserRouter>
    </QueryClientProvider>
  )
}

function Inside() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  return (
    <Kit navigate={to => void navigate(to)}>
      <ConnectionBanner />
      <PageBoundary place={pathname}>
        <Routes />
        <Farewell />
        <Suspense>
          <Toasts />
        </Suspense>
      </PageBoundary>
    </Kit>
  )
}
