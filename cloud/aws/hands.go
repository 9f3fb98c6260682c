package aws

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws/catalogue"
)

// What an action can hand out. Access is for other accounts, networks or anybody.
const (
	Rights      = cloud.Rights
	Identities  = cloud.Identities
	Credentials = cloud.Credentials
	Work        = cloud.Work
	Access      = cloud.Access
)

// The tables of what is handed out are for actions whose level in the catalogue
// does not show it: that they read or write is all that it says.

// minting lists the actions that return what somebody can act with.
var minting = map[string]string{
	"airflow":        `CreateCliToken CreateWebLoginToken`,
	"amplifybackend": `CreateToken GetToken`,
	"appsync":        `CreateApiKey`,
	"athena":         `CreatePresignedNotebookUrl GetSessionEndpoint`,
	"bedrock-agentcore": `GetResourceApiKey GetResourceOauth2Token GetResourcePaymentToken GetWorkloadAccessToken GetWorkloadAccessTokenForJWT
		GetWorkloadAccessTokenForUserId`,
	"cloud9":               `CreateEnvironmentToken`,
	"codeconnections":      `GetConnectionToken GetIndividualAccessToken`,
	"codestar-connections": `GetConnectionToken GetIndividualAccessToken`,
	"cognito-identity":     `GetCredentialsForIdentity GetOpenIdToken GetOpenIdTokenForDeveloperIdentity`,
	"cognito-idp":          `AddUserPoolClientSecret AdminInitiateAuth AdminRespondToAuthChallenge AdminSetUserPassword GetTokensFromRefreshToken`,
	"connect":              `AdminGetEmergencyAccessToken GetFederationToken`,
	"datazone":             `GetDomainExecutionRoleCredentials GetEnvironmentCredentials`,
	"deadline":             `AssumeFleetRoleForRead AssumeFleetRoleForWorker AssumeQueueRoleForRead AssumeQueueRoleForUser AssumeQueueRoleForWorker`,
	"ds":                   `ResetUserPassword`,
	"ec2":                  `GetPasswordData`,
	"eks-auth":             `AssumeRoleForPodIdentity`,
	"elasticmapreduce":     `CreateStudioPresignedUrl GetClusterSessionCredentials GetOnClusterAppUIPresignedURL GetPersistentAppUIPresignedURL`,
	"emr-containers":       `GetManagedEndpointSessionCredentials`,
	"events":               `RetrieveConnectionCredentials`,
	"finspace-api":         `GetProgrammaticAccessCredentials`,
	"gamelift":             `GetComputeAuthToken RequestUploadCredentials`,
	"grafana":              `CreateWorkspaceApiKey CreateWorkspaceServiceAccountToken`,
	"iot":                  `CreateKeysAndCertificate CreateProvisioningClaim OpenTunnel RotateTunnelAccessToken`,
	"iq-permission":        `AssumePermissionRole`,
	"kinesisanalytics":     `CreateApplicationPresignedUrl`,
	"lakeformation":        `GetDataAccess GetTemporaryGluePartitionCredentials GetTemporaryGlueTableCredentials`,
	"lambda":               `CreateMicrovmAuthToken CreateMicrovmShellAuthToken`,
	"lightsail": `CreateBucketAccessKey CreateGUISessionAccessDetails DownloadDefaultKeyPair GetInstanceAccessDetails
		GetRelationalDatabaseMasterUserPassword`,
	"redshift":            `GetClusterCredentials GetClusterCredentialsWithIAM GetIdentityCenterAuthToken`,
	"redshift-serverless": `GetCredentials GetIdentityCenterAuthToken`,
	"s3":                  `GetDataAccess`,
	"s3express":           `CreateSession`,
	"sagemaker": `CreatePartnerAppPresignedUrl CreatePresignedDomainUrl CreatePresignedMlflowAppUrl
		CreatePresignedMlflowTrackingServerUrl CreatePresignedNotebookInstanceUrl`,
	"signin":        `CreateOAuth2Token`,
	"ssm":           `CreateActivation GetAccessToken RequestManagedInstanceRoleToken`,
	"sso-directory": `CreateBearerToken UpdatePassword`,
	"sso-oauth":     `CreateTokenWithIAM`,
	"sts": `AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetDelegatedAccessToken GetFederationToken
		GetServiceBearerToken GetSessionToken GetWebIdentityToken`,
	"workmail": `AssumeImpersonationRole ResetPassword`,
}

// ranking lists the actions that change who may do what.
var ranking = map[string]string{
	"cloud9":           `CreateEnvironmentMembership UpdateEnvironmentMembership`,
	"cognito-identity": `SetPrincipalTagAttributeMap UpdateIdentityPool`,
	"cognito-idp": `AdminAddUserToGroup AdminCreateUser AdminEnableUser AdminLinkProviderForUser AdminUpdateUserAttributes CreateGroup
		CreateIdentityProvider CreateUserPoolClient UpdateGroup UpdateIdentityProvider UpdateUserPool UpdateUserPoolClient`,
	"ds":            `CreateTrust EnableRoleAccess UpdateTrust`,
	"ds-data":       `AddGroupMember CreateUser UpdateGroup UpdateUser`,
	"eks":           `AssociateAccessPolicy AssociateIdentityProviderConfig CreateAccessEntry UpdateAccessEntry`,
	"elasticache":   `CreateUser CreateUserGroup ModifyUser ModifyUserGroup`,
	"identitystore": `CreateGroup CreateGroupMembership CreateIdentityStore CreateUser UpdateGroup UpdateIdentityStore UpdateUser`,
	"memorydb":      `CreateAcl CreateUser UpdateAcl UpdateUser`,
	"organizations": `CreatePolicy DisablePolicyType EnableAWSServiceAccess LeaveOrganization MoveAccount RegisterDelegatedAdministrator`,
	"quicksight": `CreateGroupMembership CreateIAMPolicyAssignment CreateRoleMembership UpdateIAMPolicyAssignment
		UpdateResourcePermissions`,
	"rolesanywhere": `CreateProfile CreateTrustAnchor EnableProfile EnableTrustAnchor PutAttributeMapping UpdateProfile UpdateTrustAnchor`,
	"signin":        `PutConsoleAuthorizationConfiguration PutResourcePermissionStatement`,
	"sso": `AssociateProfile CreateAccountAssignment CreateApplicationAssignment CreatePermissionSet CreateTrust
		CreateTrustedTokenIssuer ProvisionPermissionSet PutApplicationAccessScope PutApplicationAssignmentConfiguration
		PutApplicationAuthenticationMethod PutApplicationGrant PutInlinePolicyToPermissionSet UpdateProfile UpdateTrust
		UpdateTrustedTokenIssuer`,
	"sso-directory": `AddMemberToGroup CreateExternalIdPConfigurationForDirectory CreateGroup CreateUser
		EnableExternalIdPConfigurationForDirectory EnableUser ImportExternalIdPCertificate
		UpdateExternalIdPConfigurationForDirectory UpdateGroup UpdateMfaDeviceForUser UpdateUser UpdateUserName`,
	"verifiedpermissions": `CreatePolicy UpdatePolicy`,
}

// lending lists the actions that give an identity to something that runs.
var lending = map[string]string{
	"cognito-identity": `SetIdentityPoolRoles`,
	"ec2":              `AssociateEnclaveCertificateIamRole AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation`,
	"eks":              `CreatePodIdentityAssociation UpdatePodIdentityAssociation`,
	"greengrass":       `AssociateRoleToGroup`,
	"iam":              `PassRole`,
	"iot":              `CreateRoleAlias UpdateRoleAlias`,
	"rds":              `AddRoleToDBCluster AddRoleToDBInstance`,
	"ssm":              `UpdateManagedInstanceRole`,
}

// hands tells what an action of the catalogue hands out, if anything; its name
// stands without the service.
func hands(service, name string, level catalogue.Level) string {
	reads := level == catalogue.List || level == catalogue.Read
	switch {
	case listed(lending, service, name):
		return Identities
	case listed(minting, service, name):
		return Credentials
	case service == "iam" && !reads, level == catalogue.Permissions, listed(ranking, service, name):
		return Rights
	case listed(working, service, name):
		return Work
	case listed(opening, service, name), name == "PutResourcePolicy":
		return Access
	}
	return ""
}
