/** A component of a CycloneDX document, as far as we look into one. */
interface Component {
  readonly 'bom-ref'?: string
  readonly type: string
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly licenses?: readonly object[]
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
}

/** A CycloneDX document (https://cyclonedx.org/specification/overview/), as npm writes it. */
export interface BillOfMaterials {
  readonly bomFormat: string
  readonly metadata: { readonly component: { readonly name: string } }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

/**
 * What npm is asked for, of the lockfile alone. Not `--omit dev`: npm then leaves out what is needed
 * for development as well as in production (zod, yaml).
 */
export const npmWords = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'] as const

/** Of packages that state theirs in words which are no identifier of SPDX. */
const packageLicences: Readonly<Record<string, string>> = { nub: 'MIT' }

/** Of what the pom names itself; by group. */
const jarLicences: Readonly<Record<string, string>> = {
  'org.apache.kafka': 'Apache-2.0',
  'org.apache.logging.log4j': 'Apache-2.0',
  'org.elasticsearch': 'Elastic-2.0 OR SSPL-1.0 OR AGPL-3.0-only',
  'org.elasticsearch.plugin': 'Elastic-2.0 OR SSPL-1.0 OR AGPL-3.0-only',
}

/**
 * What npm says of the packages that are needed in production, with the jars of the embedded servers
 * that the pom names. What these bring along is not in it: Maven knows that.
 *
 * @param npmBill what npm prints for `npmWords`
 * @param pom the text of stack/pom.xml
 * @throws Error where a jar has no licence in the table above, or no version
 */
export function billOfMaterials(npmBill: BillOfMaterials, pom: string): BillOfMaterials {
  const { metadata, components, dependencies } = npmBill
  const kept = components.filter((component) => !isForDevelopment(component)).map(withLicence)
  const left = new Set(components.filter(isForDevelopment).map((component) => component['bom-ref']))
  return {
    ...npmBill,
    // npm names it after the folder of the checkout.
    metadata: { ...metadata, component: { ...metadata.component, name: 'tallystream' } },
    components: [...kept, ...jarsIn(pom)],
    dependencies: dependencies
      .filter(({ ref }) => !left.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => !left.has(each)) })), // prettier-ignore
  }
}

function isForDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true') // prettier-ignore
}

function withLicence(component: Component): Component {
  const id = packageLicences[component.name]
  return id === undefined ? component : { ...component, licenses: [{ license: { id } }] }
}

function jarsIn(pom: string): Component[] {
  const properties = new Map([...pom.matchAll(/<([\w.-]+\.version)>([^<]+)</g)].map(([, name = '', value = '']) => [name, value])) // prettier-ignore
  const jars = [...pom.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)].map(([, text = '']) => jarIn(text, properties)) // prettier-ignore
  return [...new Map(jars.map((jar) => [jar.purl, jar])).values()]
}

function jarIn(text: string, properties: ReadonlyMap<string, string>): Component {
  const own = text.replace(/<exclusions>[\s\S]*<\/exclusions>/, '')
  const valueOf = (tag: string) => new RegExp(`<${tag}>([^<]+)<`).exec(own)?.[1] ?? ''
  const [group, name] = [valueOf('groupId'), valueOf('artifactId')]
  const version = valueOf('version').replace(/^\$\{(.+)\}$/, (_, property: string) => properties.get(property) ?? '') // prettier-ignore
  const expression = jarLicences[group]
  if (name === '' || version === '' || expression === undefined) {
    throw new Error(`stack/pom.xml: expected name, version and a known licence; got ${own.trim()}`)
  }
  const purl = `pkg:maven/${group}/${name}@${version}`
  return { 'bom-ref': purl, type: 'library', name: `${group}:${name}`, version, purl, licenses: [{ expression }] } // prettier-ignore
}
